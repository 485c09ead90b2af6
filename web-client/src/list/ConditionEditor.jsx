// SPDX-License-Identifier: AGPL-3.0-or-later
// One condition: field, operator, value. The operators are those /meta names for
// the field; the value is entered with the field's own input.
import { Select } from 'antd';
import { typeOf, WITHIN } from '../fields/index.js';
import { visibleFields } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';

const DATES = new Set(['date', 'datetime']);
const DATE_WORDS = { lt: 'dateLt', lte: 'dateLte', gt: 'dateGt', gte: 'dateGte' };

/** The choices of the operator box: "null" stands there twice, as empty and not empty. */
export function operatorsOf(field) {
  return (field.filters ?? []).flatMap((op) => (op === 'null' ? ['null', 'notNull'] : [op]));
}

/** i18n key of an operator. */
export const operatorKey = (field, op) => 'op.' + (DATES.has(field.type) ? DATE_WORDS[op] ?? op : op);

/** The field that people mean most often: the name, if it can be asked for. @param {any} resource */
export function firstField(resource) {
  const asked = visibleFields(resource).filter((field) => field.filters?.length);
  return asked.find((field) => field.name === resource.name_field) ?? asked[0];
}

/** A first condition on a field, with the operator that people mean most often. */
export function startCondition(field) {
  const wanted = typeOf(field).operator;
  const op = field.filters?.includes(wanted) ? wanted : field.filters?.[0] ?? 'eq';
  return { field: field.name, op, value: op === 'null' ? true : null };
}

const shownOp = (condition) => (condition.op === 'null' && condition.value === false ? 'notNull' : condition.op);

function withOp(condition, shown) {
  if (shown === 'null' || shown === 'notNull') return { ...condition, op: 'null', value: shown === 'null' };
  const many = (op) => ['in', 'nin'].includes(op);
  const keeps = condition.op !== 'null' && condition.op !== 'within' && shown !== 'within';
  let value = keeps ? condition.value : null;
  if (many(shown) && value !== null && !Array.isArray(value)) value = [value];
  if (!many(shown) && Array.isArray(value)) value = value[0] ?? null;
  return { ...condition, op: shown, value };
}

function WithinValue({ value, onChange, label }) {
  const { t } = useTranslation();
  return <Select className="gx-fill" aria-label={label} value={value ?? undefined} onChange={onChange} options={WITHIN.map((item) => ({ value: item, label: t('within.' + item) }))} showSearch={{ optionFilterProp: 'label' }} />;
}

function Value({ field, condition, onChange }) {
  const { t } = useTranslation();
  if (condition.op === 'null') return null;
  const set = (value) => onChange({ ...condition, value });
  const label = t('filter.value');
  if (condition.op === 'within') return <WithinValue value={condition.value} onChange={set} label={label} />;
  const type = typeOf(field);
  const Input = type.Filter ?? type.Input;
  const choosing = ['choice', 'reference', 'multi_choice', 'references'].includes(field.type);
  const many = ['in', 'nin'].includes(condition.op);
  if (many && !choosing) return <Select className="gx-fill" mode="tags" aria-label={label} value={condition.value ?? []} onChange={set} tokenSeparators={[',', '，']} open={false} suffixIcon={null} />;
  if (field.type === 'tags' || (!many && ['multi_choice', 'references'].includes(field.type))) {
    const one = Array.isArray(condition.value) ? condition.value : condition.value === null ? [] : [condition.value];
    return <Input field={field} value={one} onChange={(next) => set(next?.at(-1) ?? null)} aria-label={label} />;
  }
  return <Input field={{ ...field, required: false }} value={condition.value} onChange={set} multiple={many || undefined} create={field.type === 'reference' ? false : undefined} aria-label={label} />;
}

/** @param {{resource: any, condition: import('./filters.js').Condition, onChange: (condition: any) => void, fixed?: boolean}} props fixed: the field cannot be chosen */
export function ConditionEditor({ resource, condition, onChange, fixed }) {
  const { t } = useTranslation();
  const text = useText();
  const field = resource.field[condition.field];
  const fields = visibleFields(resource).filter((item) => item.filters?.length);
  return (
    <div className={'gx-condition' + (fixed ? ' gx-fixed' : '')}>
      {fixed ? null : (
        <Select className="gx-condition-field" aria-label={t('filter.field')} value={condition.field} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={220}
          options={fields.map((item) => ({ value: item.name, label: text(item.label) }))} onChange={(name) => onChange(startCondition(resource.field[name]))} />
      )}
      <Select className="gx-condition-op" aria-label={t('filter.operator')} value={shownOp(condition)} popupMatchSelectWidth={160}
        options={operatorsOf(field).map((op) => ({ value: op, label: t(operatorKey(field, op)) }))} onChange={(op) => onChange(withOp(condition, op))} />
      <div className="gx-condition-value"><Value field={field} condition={condition} onChange={onChange} /></div>
    </div>
  );
}
