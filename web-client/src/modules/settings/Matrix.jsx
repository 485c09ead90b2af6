// SPDX-License-Identifier: AGPL-3.0-or-later
// The table of the permission matrix. A plain table: some forty rows that must be
// printed and read by a screen reader, so nothing virtual.
import { Button, Checkbox, Select } from 'antd';
import { DownOutlined, RightOutlined } from '@ant-design/icons';
import { Fragment, useState } from 'react';
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

function Operations({ resource, row, onChange }) {
  const { t } = useTranslation('settings');
  const toggle = (operation, on) => onChange({
    ...row, operations: on ? [...row.operations, operation] : row.operations.filter((item) => item !== operation),
  });
  return (
    <span className="gxm-checks">
      {resource.operations.map((operation) => (
        <Checkbox key={operation} checked={row.operations.includes(operation)} disabled={row.read_scope === 'none'} onChange={(event) => toggle(operation, event.target.checked)}>
          {t('operation.' + operation, { defaultValue: operation })}
        </Checkbox>
      ))}
    </span>
  );
}

function ResourceRow({ resource, row, onChange }) {
  const text = useText();
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const limited = limitedFields(row);
  const name = text(resource.titles ?? resource.title);
  const scope = (kind) => <ScopeSelect label={name + ' ' + t('rights.' + kind)} value={row[kind]} onChange={(next) => onChange(withScope(row, kind, next))} />;
  return (
    <>
      <tr className={row.read_scope === 'none' ? 'gxm-off' : ''}>
        <th scope="row">{name}</th>
        <td>{scope('read_scope')}</td>
        <td>{scope('write_scope')}</td>
        <td><Operations resource={resource} row={row} onChange={onChange} /></td>
        <td>
          <Button size="small" type="text" icon={open ? <DownOutlined /> : <RightOutlined />} aria-expanded={open} disabled={row.read_scope === 'none'} onClick={() => setOpen(!open)}>
            {limited ? t('rights.limited', { count: limited }) : t('rights.allFields')}
          </Button>
        </td>
      </tr>
      {open ? <tr><td colSpan={5}><FieldRights resource={resource} row={row} onChange={onChange} /></td></tr> : null}
    </>
  );
}

/** @param {{draft: Record<string, any>, onChange: (draft: Record<string, any>) => void}} props */
export function Matrix({ draft, onChange }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('settings');
  const modules = meta.modules.map((module) => ({ ...module, resources: meta.resources.filter((resource) => resource.module === module.name) })).filter((module) => module.resources.length);
  return (
    <table className="gxm-matrix">
      <thead>
        <tr>{['resource', 'read_scope', 'write_scope', 'operations', 'fields'].map((key) => <th key={key} scope="col">{t('rights.' + key)}</th>)}</tr>
      </thead>
      {modules.map((module) => (
        <tbody key={module.name}>
          <tr className="gxm-matrix-module"><th colSpan={5} scope="rowgroup">{text(module.title)}</th></tr>
          {module.resources.map((resource) => (
            <Fragment key={resource.name}>
              {draft[resource.name] ? <ResourceRow resource={resource} row={draft[resource.name]} onChange={(row) => onChange({ ...draft, [resource.name]: row })} /> : null}
            </Fragment>
          ))}
        </tbody>
      ))}
    </table>
  );
}
