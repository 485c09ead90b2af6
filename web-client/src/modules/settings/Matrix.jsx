// SPDX-License-Identifier: AGPL-3.0-or-later
// The table of the permission matrix. A plain table: some forty rows that must be
// printed and read by a screen reader, so nothing virtual.
import { Button, Checkbox, Select, Tooltip } from 'antd';
import { DownOutlined, RightOutlined, WarningOutlined } from '@ant-design/icons';
import { memo, useCallback, useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { FieldRights } from './FieldRights.jsx';
import { differingParts, limitedFields, scopesOf, warningsOf, withScope } from './rights.js';

function ScopeSelect({ label, value, onChange, scopes, changed }) {
  const { t } = useTranslation('settings');
  return (
    <Select size="small" aria-label={label} value={value} onChange={onChange} popupMatchSelectWidth={false} className={'gxm-scope' + (changed ? ' gxm-changed' : '')}
      options={scopes.map((scope) => ({ value: scope, label: t('scope.' + scope) }))} variant={value === 'none' ? 'borderless' : 'outlined'} />
  );
}

function Operations({ definition, row, onChange }) {
  const { t } = useTranslation('settings');
  const toggle = (operation, on) => onChange({
    ...row, operations: on ? [...row.operations, operation] : row.operations.filter((item) => item !== operation),
  });
  return (
    <span className="gxm-checks">
      {definition.operations.map((operation) => (
        <Checkbox key={operation} checked={row.operations.includes(operation)} disabled={['none', 'parent'].includes(row.read_scope)} onChange={(event) => toggle(operation, event.target.checked)}>
          {t('operation.' + operation, { defaultValue: operation })}
        </Checkbox>
      ))}
    </span>
  );
}

function Warnings({ definition, row }) {
  const { t } = useTranslation('settings');
  const words = warningsOf(definition, row).map((key) => t('warning.' + key));
  if (!words.length) return null;
  return <Tooltip title={words.join(' ')}><span className="gxm-warn" role="img" aria-label={words.join(' ')} tabIndex={0}><WarningOutlined /></span></Tooltip>;
}

const ResourceRow = memo(/** @param {any} props */ function ResourceRow({ definition, row, before, onChange }) {
  const text = useText();
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const limited = limitedFields(row);
  const words = limited ? t('rights.limited', { count: limited }) : t('rights.allFields');
  const name = text(definition.title);
  const change = (next) => onChange(definition.resource, next);
  const parts = differingParts(before, row);
  const scope = (kind) => (
    <ScopeSelect label={name + ' ' + t('rights.' + kind)} value={row[kind]} scopes={scopesOf(definition)} changed={parts.includes(kind)} onChange={(next) => change(withScope(row, kind, next))} />
  );
  const note = ['public_read', 'self'].includes(definition.access) ? t('access.' + definition.access) : '';
  return (
    <>
      <tr className={(row.read_scope === 'none' ? 'gxm-off' : '') + (parts.length ? ' gxm-row-changed' : '')} data-resource={definition.resource}>
        <th scope="row">{name} <Warnings definition={definition} row={row} />{note ? <small className="gxm-access">{note}</small> : null}</th>
        <td>{scope('read_scope')}</td>
        <td>{scope('write_scope')}</td>
        <td><Operations definition={definition} row={row} onChange={change} /></td>
        <td>
          <Button size="small" type="text" icon={open ? <DownOutlined /> : <RightOutlined />} aria-expanded={open} aria-label={name + ' ' + t('rights.fields') + ' ' + words} disabled={row.read_scope === 'none' && !note} onClick={() => setOpen(!open)}>
            {words}
          </Button>
        </td>
      </tr>
      {open ? <tr><td colSpan={5}><FieldRights definition={definition} row={row} before={before} onChange={change} /></td></tr> : null}
    </>
  );
});

/** Up and down go to the same control of the next row. Selects that are open keep their arrows. */
function moveByArrow(event) {
  if (!['ArrowUp', 'ArrowDown'].includes(event.key) || !event.altKey) return;
  const cell = event.target.closest('td, th');
  const row = cell?.closest('tr[data-resource]');
  if (!row) return;
  const rows = [...event.currentTarget.querySelectorAll('tr[data-resource]')];
  const next = rows[rows.indexOf(row) + (event.key === 'ArrowDown' ? 1 : -1)];
  const at = [...cell.querySelectorAll('input, button')].indexOf(event.target);
  const targets = next?.cells[cell.cellIndex]?.querySelectorAll('input, button');
  if (!targets?.length) return;
  event.preventDefault();
  event.stopPropagation();
  targets[Math.min(Math.max(at, 0), targets.length - 1)].focus();
}

/** @param {{definitions: any[], draft: Record<string, any>, before: Record<string, any>, onChange: (update: (draft: Record<string, any>) => Record<string, any>) => void}} props */
export function Matrix({ definitions, draft, before, onChange }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('settings');
  const titleOf = (name) => text(meta.modules.find((module) => module.name === name)?.title) || name;
  const modules = [...new Set(definitions.map((definition) => definition.module))];
  const change = useCallback((name, row) => onChange((rows) => ({ ...rows, [name]: row })), [onChange]);
  return (
    <table className="gxm-matrix" onKeyDownCapture={moveByArrow}>
      <thead>
        <tr>{['resource', 'read_scope', 'write_scope', 'operations', 'fields'].map((key) => <th key={key} scope="col">{t('rights.' + key)}</th>)}</tr>
      </thead>
      {modules.map((module) => (
        <tbody key={module}>
          <tr className="gxm-matrix-module"><th colSpan={5} scope="rowgroup">{titleOf(module)}</th></tr>
          {definitions.filter((definition) => definition.module === module && draft[definition.resource]).map((definition) => (
            <ResourceRow key={definition.resource} definition={definition} row={draft[definition.resource]} before={before[definition.resource]} onChange={change} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
