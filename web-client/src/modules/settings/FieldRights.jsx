// SPDX-License-Identifier: AGPL-3.0-or-later
// Rights of one resource's fields: write, read, masked or none, per field. Masking
// is offered only where the definition knows how to mask.
import { Segmented } from 'antd';
import { useText, useTranslation } from '../../i18n/index.js';
import { FIELD_RIGHTS, groundOf, withFieldRight } from './rights.js';

const choicesOf = (field) => FIELD_RIGHTS.filter((right) => (right !== 'mask' || field.can_mask) && (right !== 'write' || field.can_write));

export function FieldRights({ definition, row, before, onChange }) {
  const text = useText();
  const { t } = useTranslation('settings');
  const set = (field, right) => onChange({ ...row, fields: withFieldRight(row.fields, field, right) });
  return (
    <div className="gxm-field-rights">
      {definition.fields.map((field) => (
        <div key={field.name} className={'gxm-field-right' + (before.fields[field.name] !== row.fields[field.name] ? ' gxm-changed' : '')}>
          <span>{text(field.label)}</span>
          <Segmented size="small" aria-label={text(field.label)} value={row.fields[field.name] ?? groundOf(field)} onChange={(right) => set(field, right)}
            options={choicesOf(field).map((right) => ({ value: right, label: t('fieldRight.' + right) }))} />
        </div>
      ))}
    </div>
  );
}
