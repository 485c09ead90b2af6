// SPDX-License-Identifier: AGPL-3.0-or-later
// How values are entered. Every input takes and gives the API's own value, so
// that a form's content is a request body and a change is a plain comparison.
import { DatePicker, Input, InputNumber, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useShortList, useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';

const blankToNull = (value) => (value === '' || value === undefined ? null : value);
/** Without what only we understand. @param {any} props */
const rest = ({ field, record, ...props }) => props;

export function TextInput(props) {
  const { value, onChange, field } = props;
  const kind = { phone: 'tel', email: 'email', url: 'url' }[field?.type];
  return <Input {...rest(props)} inputMode={/** @type {any} */ (kind)} maxLength={field?.max} value={value ?? ''} autoComplete="off"
    onChange={(event) => onChange?.(blankToNull(event.target.value))} />;
}

export function LongTextInput(props) {
  const { value, onChange, field } = props;
  return <Input.TextArea {...rest(props)} maxLength={field?.max} autoSize={{ minRows: 3, maxRows: 12 }} value={value ?? ''}
    onChange={(event) => onChange?.(blankToNull(event.target.value))} />;
}

export function IntegerInput(props) {
  const { value, onChange, field } = props;
  return <InputNumber {...rest(props)} className="gx-fill" precision={0} min={field?.min} max={field?.max} value={value ?? null}
    onChange={(next) => onChange?.(next ?? null)} />;
}

/** Full-width digits and commas as a Chinese keyboard gives them; 12.5万 is 125000. */
export function parseDecimal(text) {
  const plain = String(text ?? '').replace(/[０-９．－]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0)).replace(/[,，\s¥￥]/g, '');
  const units = /^(-?\d+(?:\.\d+)?)([万萬亿億])$/.exec(plain);
  if (!units) return plain;
  const zeros = /[万萬]/.test(units[2]) ? 4 : 8;
  return shiftPoint(units[1], zeros);
}

function shiftPoint(number, places) {
  const [whole, part = ''] = number.split('.');
  const digits = part.padEnd(places, '0');
  const tail = digits.slice(places);
  const shifted = (whole + digits.slice(0, places)).replace(/^(-?)0+(?=\d)/, '$1');
  return tail ? shifted + '.' + tail : shifted;
}

/** Decimals stay strings from the keyboard to the database. */
export function DecimalInput(props) {
  const { value, onChange } = props;
  const group = (text) => String(text ?? '').replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
  return <InputNumber {...rest(props)} className="gx-fill" stringMode controls={false} value={trimZeros(value)}
    formatter={(text) => group(text)} parser={(text) => parseDecimal(text)}
    onChange={(next) => onChange?.(next === null || next === undefined || next === '' ? null : String(next))} />;
}

/** "1234.5000" -> "1234.5". */
export const trimZeros = (value) => (typeof value === 'string' && value.includes('.') ? value.replace(/\.?0+$/, '') : value ?? null);

export const PercentInput = (props) => <DecimalInput {...props} suffix="%" />;

export function MoneyInput(props) {
  const sign = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: '¥', HKD: 'HK$', TWD: 'NT$' };
  const currency = props.record?.currency ?? 'CNY';
  return <DecimalInput {...props} prefix={sign[currency] ?? currency} />;
}

export function BooleanInput(props) {
  const { value, onChange, id, disabled } = props;
  return <Switch id={id} disabled={disabled} checked={Boolean(value)} onChange={onChange} aria-label={props['aria-label']} />;
}

export function BooleanFilter({ value, onChange, ...props }) {
  const { t } = useTranslation();
  return <Select {...rest(props)} className="gx-fill" value={value ?? undefined} onChange={onChange}
    options={[{ value: true, label: t('yes') }, { value: false, label: t('no') }]} />;
}

const dateOf = (value) => (value ? dayjs(value) : null);

export function DateInput(props) {
  const { value, onChange } = props;
  return <DatePicker {...rest(props)} className="gx-fill" value={dateOf(value)} format={['YYYY-MM-DD', 'YYYY.M.D', 'YYYY/M/D', 'YYYYMMDD', 'YYYY年M月D日']}
    onChange={(date) => onChange?.(date ? date.format('YYYY-MM-DD') : null)} />;
}

export function DateTimeInput(props) {
  const { value, onChange } = props;
  return <DatePicker {...rest(props)} className="gx-fill" value={dateOf(value)} format="YYYY-MM-DD HH:mm" showTime={{ format: 'HH:mm', minuteStep: 5 }}
    onChange={(date) => onChange?.(date ? date.toISOString() : null)} />;
}

function useChoices(field) {
  const text = useText();
  const list = field?.choices ?? [];
  const isBelow = (choice) => field.format === 'tree' && list.some((other) => other !== choice && choice.value.startsWith(other.value));
  return list.map((choice) => ({ value: choice.value, label: text(choice.label), py: choice.py ?? '', className: isBelow(choice) ? 'gx-below' : '' }));
}

/** By words, by value, by 拼音 initials. @param {string} typed @param {any} option */
const found = (typed, option) => [option.label, option.value, option.py].some((text) => String(text).toLowerCase().includes(typed.toLowerCase()));

export function ChoiceInput(props) {
  const { value, onChange, field, multiple, ...other } = props;
  const options = useChoices(field);
  return <Select {...rest(other)} className="gx-fill" mode={multiple ? 'multiple' : undefined} options={options} allowClear={!field?.required && field?.nullable !== false}
    showSearch={options.length > 7 ? { filterOption: found } : false} value={value ?? undefined}
    onChange={(next) => onChange?.(next ?? null)} />;
}

export const MultiChoiceInput = (props) => <ChoiceInput {...props} multiple />;

export function TagsInput(props) {
  const { value, onChange } = props;
  const known = useMeta().byName.tag;
  const { rows } = useShortList('tags', { limit: 200 }, { enabled: Boolean(known) });
  return <Select {...rest(props)} className="gx-fill" mode="tags" tokenSeparators={[',', '，', ';', '；']} value={value ?? []}
    options={rows.map((tag) => ({ value: tag.name, label: tag.name }))} onChange={(next) => onChange?.(next)} />;
}

/** Bad JSON is kept on the screen and not given on. */
export function JsonInput(props) {
  const { value, onChange } = props;
  const [text, setText] = useState(() => (value === null || value === undefined ? '' : JSON.stringify(value, null, 2)));
  const [bad, setBad] = useState(false);
  const change = (event) => {
    setText(event.target.value);
    try {
      onChange?.(event.target.value ? JSON.parse(event.target.value) : null);
      setBad(false);
    } catch {
      setBad(true);
    }
  };
  return <Input.TextArea {...rest(props)} className="gx-json" value={text} status={bad ? 'error' : ''} autoSize={{ minRows: 3, maxRows: 16 }} onChange={change} />;
}
