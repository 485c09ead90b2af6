// SPDX-License-Identifier: AGPL-3.0-or-later
// Matrix rules by cells: a resource, for whom, two of its dimensions as rows and
// columns, the others as filters. What is painted becomes as few rules as it takes.
import { Alert, Button, Card, Empty, Segmented, Select, Skeleton } from 'antd';
import { SwapOutlined } from '@ant-design/icons';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Link } from 'react-router-dom';
import { useMeta, useShortList } from '../../api/queries.js';
import { useUi } from '../../app/ui.jsx';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { CellGrid } from './CellGrid.jsx';
import { PlanWindow } from './PlanWindow.jsx';
import { isOwn, levelsOf, planOf, rulesOf, withCells } from './cells.js';
import { useAudience } from './useAudience.js';
import { useCounts, useDimensions } from './useDimensions.js';
import { useValueName } from './words.js';
import '../modules.css';
import './matrix.css';

const KINDS = [['role_ids', 'role'], ['department_ids', 'department'], ['user_ids', 'user']];

function Whom({ audience, onChange }) {
  const { t } = useTranslation('matrix');
  const meta = useMeta();
  const kinds = KINDS.filter(([, to]) => meta.byName[to]);
  const to = KINDS.find(([key]) => key === audience.key)[1];
  return (
    <>
      <Segmented aria-label={t('whom')} value={audience.key} onChange={(key) => onChange({ key, id: null })} options={kinds.map(([key, name]) => ({ value: key, label: t('kind.' + name) }))} />
      <span className="gxx-filter"><ReferenceInput key={to} to={to} create={false} value={audience.id} onChange={(id) => onChange({ key: audience.key, id })} aria-label={t('whom')} placeholder={t('whom')} /></span>
    </>
  );
}

function Axes({ resource, axes, onAxes, filters, onFilters, dimensions, nameOf }) {
  const { t } = useTranslation('matrix');
  const text = useText();
  const options = resource.matrix.map((name) => ({ value: name, label: text(resource.field[name].label) }));
  const pick = (kind, name) => {
    const next = { ...axes, [kind]: name };
    const other = kind === 'row' ? 'column' : 'row';
    if (next.row === next.column) next[other] = axes[kind];
    onAxes(next);
  };
  return (
    <div className="gxm-bar">
      <label className="gxx-key">{t('rows')} <Select aria-label={t('rows')} value={axes.row} options={options} onChange={(name) => pick('row', name)} popupMatchSelectWidth={false} /></label>
      <Button icon={<SwapOutlined />} aria-label={t('swap')} onClick={() => onAxes({ row: axes.column, column: axes.row })} />
      <label className="gxx-key">{t('columns')} <Select aria-label={t('columns')} value={axes.column} options={options} onChange={(name) => pick('column', name)} popupMatchSelectWidth={false} /></label>
      {resource.matrix.filter((name) => name !== axes.row && name !== axes.column).map((name) => (
        <Select key={name} mode="multiple" allowClear className="gxx-filter" maxTagCount="responsive" aria-label={text(resource.field[name].label)} placeholder={t('any', { name: text(resource.field[name].label) })}
          value={(filters[name] ?? []).map((value) => value ?? '')} showSearch={{ optionFilterProp: 'label' }}
          options={dimensions[name].values.map((value) => ({ value: value ?? '', label: nameOf(dimensions[name], value) }))}
          onChange={(chosen) => onFilters(Object.fromEntries(Object.entries({ ...filters, [name]: chosen.map((value) => value || null) }).filter(([, values]) => values.length)))} />
      ))}
    </div>
  );
}

function Legend() {
  const { t } = useTranslation('matrix');
  return (
    <div className="gxm-chips">
      {[['gxx-1', 'level.1'], ['gxx-2', 'level.2'], ['gxx-other', 'otherRule'], ['gxx-part', 'partly']].map(([kind, key]) => <span key={key} className="gxx-key"><i className={kind} />{t(key)}</span>)}
      <span className="gxm-line-about">{t('hint')}</span>
    </div>
  );
}

/** The grid once rules and dimensions are there. */
function Board({ resource, rules, audience, dimensions, canWrite }) {
  const { t } = useTranslation('matrix');
  const text = useText();
  const { phone } = useUi();
  const nameOf = useValueName(resource);
  const [axes, setAxes] = useState({ row: resource.matrix.find((name) => resource.field[name].type === 'text') ?? resource.matrix[0], column: resource.matrix.find((name) => resource.field[name].choices) ?? resource.matrix[1] });
  const [filters, setFilters] = useState({});
  const [brush, setBrush] = useState(1);
  const [planning, setPlanning] = useState(false);
  const view = useMemo(() => ({
    row: dimensions[axes.row], column: dimensions[axes.column], filters, parents: Object.fromEntries(Object.values(dimensions).map((dimension) => [dimension.name, dimension.parents])),
  }), [dimensions, axes, filters]);
  const base = useMemo(() => levelsOf(rules, audience, view), [rules, audience, view]);
  const [draft, setDraft] = useState(/** @type {Uint8Array} */ (base.own));
  useEffect(() => setDraft(base.own), [base]);
  const levels = draft.length === base.own.length ? draft : base.own;
  const counts = useCounts(resource, view);
  const paint = useCallback((cells, level) => setDraft((now) => withCells(now, view, cells, level)), [view]);
  const changed = useMemo(() => levels.reduce((sum, level, at) => sum + (level !== base.own[at] ? 1 : 0), 0), [levels, base]);
  const plan = useMemo(() => (planning ? planOf(rules.filter((rule) => isOwn(rule, audience, view)), rulesOf(levels, view)) : null), [planning]);
  return (
    <>
      <Axes resource={resource} axes={axes} onAxes={setAxes} filters={filters} onFilters={setFilters} dimensions={dimensions} nameOf={nameOf} />
      <div className="gxm-bar">
        <Segmented aria-label={t('brush')} value={brush} onChange={setBrush} options={[1, 2].map((level) => ({ value: level, label: t('level.' + level) }))} />
        <span className="gxm-spring" />
        {changed ? <span role="status">{t('changed', { count: changed })}</span> : null}
        <Button disabled={!changed} onClick={() => setDraft(base.own)}>{t('reset')}</Button>
        <Button type="primary" disabled={!changed || !canWrite} onClick={() => setPlanning(true)}>{t('preview')}</Button>
      </div>
      <Legend />
      <CellGrid key={axes.row + ' ' + axes.column} view={view} levels={levels} other={base.other} part={base.part} counts={counts} brush={brush} nameOf={nameOf} headWidth={phone ? 118 : 170} onCells={paint} label={text(resource.title)} />
      {plan ? <PlanWindow plan={plan} resource={resource} audience={audience} onClose={() => setPlanning(false)} /> : null}
    </>
  );
}

function RuleList({ resource, rules }) {
  const { t } = useTranslation('matrix');
  const nameOf = useValueName(resource);
  return (
    <Card size="small" className="gxm-pad-top" title={t('rules', { count: rules.length })} extra={<Link to="/matrix-rules">{t('allRules')}</Link>}>
      <ul className="gxm-lines gxm-lines-cut">
        {rules.map((rule) => (
          <li key={rule.id} className="gxm-line"><span className="gxm-line-main"><Link to={'/matrix-rules/' + rule.id}>{rule.name}</Link><span className="gxm-line-about">{nameOf.values(rule.values)}</span></span>
            <span className="gxm-line-day">{t(rule.is_active === false ? 'inactive' : rule.can_write ? 'level.2' : 'level.1')}</span></li>
        ))}
      </ul>
    </Card>
  );
}

function Chosen({ resource, audience, canWrite }) {
  const { t } = useTranslation('matrix');
  const { rows: rules, isPending, more } = useShortList('matrix-rules', { resource: resource.name, limit: 200, sort: 'name' });
  const { dimensions, isPending: counting } = useDimensions(resource, rules);
  const whom = useAudience(audience);
  if (isPending || counting || (audience.id && !whom)) return <Skeleton active />;
  return (
    <>
      {more ? <Alert type="info" showIcon title={t('manyRules')} className="gxm-block" /> : null}
      {whom ? <Board key={whom.key + whom.id} resource={resource} rules={rules} audience={whom} dimensions={dimensions} canWrite={canWrite} /> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('chooseWhom')} />}
      <RuleList resource={resource} rules={rules} />
    </>
  );
}

export default function MatrixPage() {
  const { t } = useTranslation('matrix');
  const meta = useMeta();
  const text = useText();
  const offered = meta.resources.filter((resource) => /** @type {any} */ (resource).matrix?.length > 1);
  const [name, setName] = useState(offered[0]?.name);
  const [audience, setAudience] = useState({ key: 'role_ids', id: null });
  const resource = meta.byName[name];
  const canWrite = ['create', 'update', 'delete'].every((operation) => meta.byName.matrix_rule?.operations.includes(operation));
  return (
    <div className="gx-page">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('title')}</h1>
        <Segmented aria-label={t('resource')} value={name} onChange={setName} options={offered.map((item) => ({ value: item.name, label: text(item.title) }))} />
        <Whom audience={audience} onChange={setAudience} />
      </div>
      <p className="gxm-note">{t('note')}</p>
      {resource ? <Chosen key={name} resource={resource} audience={audience} canWrite={canWrite} /> : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('nothing')} />}
    </div>
  );
}
