// SPDX-License-Identifier: AGPL-3.0-or-later
// The table of the permission matrix. A plain table: some forty rows that must be
// printed and read by a screen reader, so nothing virtual.
import { Button, Checkbox, Select } from 'antd';
import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { FieldRights } from './FieldRights.jsx';
import { SCOPES, limitedFields, withScope } from './rights.js';

function ScopeSelect({ label, value, onChange }) {
  const { t } = useTranslation('settings');
  return (
    <Select size="small" aria-label={label} value={value} onChange={onChange} popupMatchSelectWidth={false} className="gxm-scope"
      options={SCOPES.map((scope) => ({ value: scope, label: t('scope.' + scope) }))} variant={value === 'none' ? 'borderless' : 'outlined'} />
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
        <Checkbox key={operation} checked={row.operations.includes(operation)} disabled={row.read_scope === 'none'} onChange={(event) => toggle(operation, event.target.checked)}>
          {t('operation.' + operation, { defaultValue: operation })}
        </Checkbox>
      ))}
    </span>
  );
}

function ResourceRow({ definition, row, onChange }) {
  const text = useText();
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const limited = limitedFields(row);
  const name = text(definition.title);
  const scope = (kind) => <ScopeSelect label={name + ' ' + t('rights.' + kind)} value={row[kind]} onChange={(next) => onChange(withScope(row, kind, next))} />;
  return (
    <>
      <tr className={row.read_scope === 'none' ? 'gxm-off' : ''}>
        <th scope="row">{name}</th>
        <td>{scope('read_scope')}</td>
        <td>{scope('write_scope')}</td>
        <td><Operations definition={definition} row={row} onChange={onChange} /></td>
        <td>
          <Button size="small" type="text" icon={open ? <DownOutlined /> : <RightOutlined />} aria-expanded={open} disabled={row.read_scope === 'none'} onClick={() => setOpen(!open)}>
            {limited ? t('rights.limited', { count: limited }) : t('rights.allFields')}
          </Button>
        </td>
      </tr>
      {open ? <tr><td colSpan={5}><FieldRights definition={definition} row={row} onChange={onChange} /></td></tr> : null}
    </>
  );
}

/** @param {{definitions: any[], draft: Record<string, any>, onChange: (draft: Record<string, any>) => void}} props */
export function Matrix({ definitions, draft, onChange }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('settings');
  const titleOf = (name) => text(meta.modules.find((module) => module.name === name)?.title) || name;
  const modules = [...new Set(definitions.map((definition) => definition.module))];
  return (
    <table className="gxm-matrix">
      <thead>
        <tr>{['resource', 'read_scope', 'write_scope', 'operations', 'fields'].map((key) => <th key={key} scope="col">{t('rights.' + key)}</th>)}</tr>
      </thead>
      {modules.map((module) => (
        <tbody key={module}>
          <tr className="gxm-matrix-module"><th colSpan={5} scope="rowgroup">{titleOf(module)}</th></tr>
          {definitions.filter((definition) => definition.module === module && draft[definition.resource]).map((definition) => (
            <ResourceRow key={definition.resource} definition={definition} row={draft[definition.resource]}
              onChange={(row) => onChange({ ...draft, [definition.resource]: row })} />
          ))}
        </tbody>
      ))}
    </table>
  );
}
