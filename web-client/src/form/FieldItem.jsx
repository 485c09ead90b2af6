// SPDX-License-Identifier: AGPL-3.0-or-later
// One field of a form: label, input by type, checks, help from the definition. A
// masked one is entered into a new record, and shown as it is in one that exists.
import { Form } from 'antd';
import { typeOf } from '../fields/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import { fieldSentence, rulesOf } from './rules.js';

/** @param {{field: any, record?: any, autoFocus?: boolean, prefix: string}} props prefix keeps ids apart when forms lie over each other */
export function FieldItem({ field, record, autoFocus, prefix }) {
  const { t } = useTranslation();
  const text = useText();
  const { Input, Cell, wide } = typeOf(field);
  const label = text(field.label);
  if (field.masked && record?.id) return <Form.Item label={label} className={wide ? 'gx-wide' : ''}><Cell field={field} value={record?.[field.name]} record={record} /></Form.Item>;
  return (
    <Form.Item name={field.name} label={label} required={field.required} rules={rulesOf(field, label, t)} className={wide ? 'gx-wide' : ''} htmlFor={prefix + field.name} extra={field.help || undefined} validateTrigger={['onBlur', 'onChange']} validateFirst>
      <Input id={prefix + field.name} field={field} record={record} autoFocus={autoFocus} aria-label={label} />
    </Form.Item>
  );
}

/** Puts the server's errors on their fields; says whether all found a place. @param {any} form @param {Record<string, {code: string, message: string}>} errors @param {any} resource @param {any} t */
export function showErrors(form, errors, resource, t) {
  const names = Object.keys(errors).filter((name) => resource.field[name]);
  form.setFields(names.map((name) => ({ name, errors: [fieldSentence(errors[name], t)] })));
  if (names[0]) form.scrollToField(names[0], { block: 'center', focus: true });
  return names.length;
}
