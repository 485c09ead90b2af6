// SPDX-License-Identifier: AGPL-3.0-or-later
// The rules in their order: which records, and who takes them. The first that fits a record counts.
import { Button, Select } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMeta } from '../../api/queries.js';
import { ConditionInput } from '../../fields/formatInputs.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { moved, pools, receivers, withResources } from './rules.js';

function Receiver({ rule, at, leaver, onChange }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const kinds = ['people', 'manager', ...(meta.byName.pool && rule.resources?.length === 1 ? ['pool'] : [])];
  const set = (to) => onChange({ ...rule, to });
  return (
    <div className="gxh-to">
      <Select aria-label={t('ruleTo', { at })} value={rule.to.kind} onChange={(kind) => set({ kind })} options={kinds.map((value) => ({ value, label: t('kind.' + value) }))} />
      {rule.to.kind === 'people' ? (
        <ReferenceInput aria-label={t('rulePeople', { at })} to="user" multiple create={false} value={rule.to.user_ids ?? []}
          filter={receivers(leaver)} onChange={(ids) => set({ kind: 'people', user_ids: ids ?? [] })} />
      ) : null}
      {rule.to.kind === 'pool' ? (
        <ReferenceInput aria-label={t('rulePool', { at })} to="pool" create={false} filter={pools(rule.resources[0])} value={rule.to.pool_id} onChange={(id) => set({ kind: 'pool', pool_id: id })} />
      ) : null}
    </div>
  );
}

function Rule({ rule, at, last, held, leaver, onChange, onMove, onRemove }) {
  const { t } = useTranslation('handover');
  const meta = useMeta();
  const text = useText();
  const names = rule.resources ?? [];
  const choices = [...new Set([...held, ...names])].filter((name) => meta.byName[name]);
  return (
    <li className="gxh-rule">
      <span className="gxh-place gx-num" aria-hidden="true">{at}</span>
      <div className="gxh-what">
        <Select aria-label={t('ruleWhat', { at })} mode="multiple" className="gx-fill" placeholder={t('everything')} value={names} options={choices.map((value) => ({ value, label: text(meta.byName[value].titles ?? meta.byName[value].title) }))}
          onChange={(resources) => onChange(withResources(rule, resources))} />
        {names.length === 1 ? <ConditionInput id={'handover-condition-' + at} aria-label={t('ruleCondition', { at })} record={{ resource: names[0] }} value={rule.filter} onChange={(filter) => onChange({ ...rule, filter })} /> : null}
      </div>
      <Receiver rule={rule} at={at} leaver={leaver} onChange={onChange} />
      <span className="gxh-acts">
        <Button type="text" icon={<ArrowUpOutlined />} aria-label={t('up', { at })} disabled={at === 1} onClick={() => onMove(-1)} />
        <Button type="text" icon={<ArrowDownOutlined />} aria-label={t('down', { at })} disabled={last} onClick={() => onMove(1)} />
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('remove', { at })} onClick={onRemove} />
      </span>
    </li>
  );
}

/** @param {{rules: any[], held: string[], leaver: string, onChange: (rules: any[]) => void}} props */
export function Rules({ rules, held, leaver, onChange }) {
  const { t } = useTranslation('handover');
  const set = (place, rule) => onChange(rules.map((old, k) => (k === place ? rule : old)));
  return (
    <>
      <p className="gxm-note">{t('rulesNote')}</p>
      <ol className="gxm-lines gxh-rules">
        {rules.map((rule, place) => (
          <Rule key={rule.key} rule={rule} at={place + 1} last={place === rules.length - 1} held={held} leaver={leaver} onChange={(next) => set(place, next)}
            onMove={(by) => onChange(moved(rules, place, by))} onRemove={() => onChange(rules.filter((old, k) => k !== place))} />
        ))}
      </ol>
      <Button icon={<PlusOutlined />} onClick={() => onChange([...rules, { key: crypto.randomUUID(), to: { kind: 'people' } }])}>{t('add')}</Button>
    </>
  );
}
