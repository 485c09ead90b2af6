// SPDX-License-Identifier: AGPL-3.0-or-later
// Above the rows: which view, how many, search, filter, columns, display, more,
// new. On a phone the rarer ones move into the "more" menu.
import { Badge, Button, Dropdown, Input, Segmented, Tooltip } from 'antd';
import { EllipsisOutlined, FilterOutlined, PlusOutlined, SearchOutlined, SettingOutlined } from '@ant-design/icons';
import { Suspense, lazy, useEffect, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMeta } from '../api/queries.js';
import { useFeedback } from '../app/feedback.jsx';
import { Icon } from '../app/icons.jsx';
import { useLater } from '../app/useLater.js';
import { useUi } from '../app/ui.jsx';
import { useForms } from '../form/FormHost.jsx';
import { may, recordName } from '../meta/model.js';
import { entriesFor, listActions, listModes } from '../modules/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatNumber } from '../i18n/format.js';
import { filterParam, itemsOf, rooted } from './filters.js';
import { GroupButton, GroupWindow } from './GroupChooser.jsx';
import { usePrintMenu } from './usePrintMenu.jsx';
import { useExport } from './useExport.js';
import { ViewMenu } from './ViewMenu.jsx';

const FilterBuilder = lazy(() => import('./FilterBuilder.jsx'));
const ColumnChooser = lazy(() => import('./ColumnChooser.jsx'));
const NAMESPACES = ['common', ...new Set([...listModes, ...listActions].map((entry) => entry.label.split(':')[0]).filter((name) => name !== 'common'))];

function Count({ list }) {
  const { t } = useTranslation();
  const { count, rows } = list;
  if (!count) return rows.length ? <span className="gx-count">{t('list.loaded', { count: rows.length })}</span> : null;
  const number = formatNumber(count.value);
  return <span className="gx-count" role="status">{t(count.exact ? 'list.rows' : 'list.rowsMore', { count: /** @type {any} */ (number) })}</span>;
}

/** Search while typing; Enter at once. */
function Search({ resource, state }) {
  const { t } = useTranslation();
  const text = useText();
  const [typed, setTyped] = useState(state.q);
  const later = useLater(typed, 250);
  const { q, set } = state;
  useEffect(() => { if (later !== q) set({ q: later.trim() }); }, [later]);
  useEffect(() => { if (!q) setTyped(''); }, [q]);
  const label = t('list.searchIn', { title: text(resource.titles ?? resource.title) });
  return <Input className="gx-list-search" allowClear prefix={<SearchOutlined />} placeholder={label} aria-label={label} value={typed} onChange={(event) => setTyped(event.target.value)} onPressEnter={() => set({ q: typed.trim() })} />;
}

function Mode({ modes, state }) {
  const { t } = useTranslation(NAMESPACES);
  const options = [{ value: 'table', label: t('list.table'), icon: <Icon name="table" /> }, ...modes.map((mode) => ({ value: mode.key, label: t(mode.label), icon: <Icon name={mode.icon} /> }))];
  return <Segmented aria-label={t('list.mode')} value={state.mode} options={options} onChange={(mode) => state.set({ mode: mode === 'table' ? '' : mode })} />;
}

function useMore({ resource, state, columns, grouped, print, onFilter, onColumns, onGroup }) {
  const { t } = useTranslation(NAMESPACES);
  const meta = useMeta();
  const { phone } = useUi();
  const navigate = useNavigate();
  const exportAs = useExport(resource);
  const small = phone ? [
    { key: 'filter', label: t('list.filters'), onClick: onFilter }, { key: 'columns', label: t('list.columns'), onClick: onColumns }, { key: 'group', label: t('list.group'), onClick: onGroup },
    ...entriesFor(listModes, meta, resource).map((mode) => ({ key: 'mode' + mode.key, label: t(mode.label), onClick: () => state.set({ mode: state.mode === mode.key ? '' : mode.key }) })),
  ] : [];
  const special = entriesFor(listActions, meta, resource).map((action) => ({ key: action.key, label: t(action.label), icon: <Icon name={action.icon} />, onClick: () => navigate(action.to(resource)) }));
  const exports = may(resource, 'export') ? [{
    key: 'export', label: t('export'), icon: <Icon name="export" />,
    children: ['xlsx', 'csv', 'txt', 'json'].map((format) => ({ key: format, label: t('exports.' + format), onClick: () => exportAs(format, { q: state.q || undefined, filter: filterParam(state.tree), sort: state.sort, fields: columns.names.join(',') }) })),
  }] : [];
  return [...small, ...special, ...useGroupActions({ resource, state, grouped, exportAs }), ...exports, print];
}

/** What is done with the groups themselves: a report of them, a file of them. */
function useGroupActions({ resource, state, grouped, exportAs }) {
  const { t } = useTranslation();
  const { report } = useMeta().byName;
  const forms = useForms();
  const navigate = useNavigate();
  if (!grouped.on) return [];
  const { group, measure, sort, filter, q } = grouped.asked;
  const save = async () => {
    const defaults = { resource: resource.name, group_by: group, measures: ['count', ...grouped.sums.map((field) => 'sum:' + field.name)].join(','), condition: filter ? JSON.parse(filter) : null, words: q, ...(grouped.by[0].bucket ? { chart: 'line' } : { order_by: '-count' }) };
    const made = await forms.open({ resource: 'report', defaults });
    if (made) navigate('/reports/' + made.id);
  };
  return [
    ...(may(report, 'create') ? [{ key: 'report', label: t('group.saveReport'), icon: <Icon name="bar-chart" />, onClick: save }] : []),
    ...(may(resource, 'export') ? [{ key: 'groups', label: t('group.export'), icon: <Icon name="export" />, children: ['xlsx', 'csv'].map((format) => ({ key: 'groups' + format, label: t('exports.' + format), onClick: () => exportAs(format, { q, filter, group, measure, sort }) })) }] : []),
  ];
}

/** @param {{resource: any, state: any, view: any, columns: any, list: any, grouped: any}} props */
export function Toolbar({ resource, state, view, columns, list, grouped }) {
  const { t } = useTranslation();
  const text = useText();
  const meta = useMeta();
  const { phone } = useUi();
  const forms = useForms();
  const navigate = useNavigate();
  const { done } = useFeedback();
  const [open, setOpen] = useState('');
  const print = usePrintMenu({ resource, list, query: { q: state.q || undefined, filter: filterParam(state.tree), sort: state.sort } });
  const items = useMore({ resource, state, columns, grouped, print: print.item, onFilter: () => setOpen('filter'), onColumns: () => setOpen('columns'), onGroup: () => setOpen('group') });
  const modes = entriesFor(listModes, meta, resource);
  const conditions = itemsOf(rooted(state.tree)).length;
  const create = async () => {
    const made = await forms.open({ resource: resource.name });
    if (!made) return;
    done(t('form.created', { title: text(resource.title), name: recordName(resource, made) }));
    navigate('/' + resource.path + '/' + made.id);
  };
  return (
    <div className="gx-toolbar">
      <div className="gx-toolbar-title"><ViewMenu resource={resource} state={state} view={view} columns={columns} /><Count list={list} /></div>
      <Search resource={resource} state={state} />
      {phone ? null : (
        <>
          <Badge count={conditions} size="small"><Button icon={<FilterOutlined />} onClick={() => setOpen('filter')}>{t('list.filter')}</Button></Badge>
          {state.mode === 'table' || !modes.some((mode) => mode.key === state.mode) ? <GroupButton resource={resource} state={state} grouped={grouped} /> : null}
          {modes.length ? <Mode modes={modes} state={state} /> : null}
          <Tooltip title={t('list.columns')}><Button icon={<SettingOutlined />} aria-label={t('list.columns')} onClick={() => setOpen('columns')} /></Tooltip>
        </>
      )}
      <Dropdown menu={{ items }} trigger={['click']}><Button icon={<EllipsisOutlined />} aria-label={t('list.moreActions')} /></Dropdown>
      {may(resource, 'create') ? <Button type="primary" icon={<PlusOutlined />} onClick={create}>{phone ? null : t('form.create', { title: text(resource.title) })}<span className={phone ? 'gx-sr' : 'gx-none'}>{t('create')}</span></Button> : null}
      {print.window}
      <Suspense fallback={null}>
        {open === 'filter' ? <FilterBuilder resource={resource} tree={rooted(state.tree)} onApply={(tree) => state.set({ tree: rooted(tree) })} onClose={() => setOpen('')} /> : null}
        {open === 'group' ? <GroupWindow resource={resource} state={state} onClose={() => setOpen('')} /> : null}
        {open === 'columns' ? <ColumnChooser resource={resource} columns={columns} onClose={() => setOpen('')} /> : null}
      </Suspense>
    </div>
  );
}
