// SPDX-License-Identifier: AGPL-3.0-or-later
// What a group is called, and how its sums look.
import { useRefName } from '../api/refs.js';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDate, formatDateTime, formatMoney, formatNumber } from '../i18n/format.js';

/** @returns {(by: import('./groups.js').By, value: any) => string} */
export function useGroupWords() {
  const { t } = useTranslation();
  const text = useText();
  const nameOf = useRefName();
  const period = (bucket, value) => {
    const [year, month] = String(value).split('-');
    if (bucket === 'year') return t('group.yearOf', { year });
    if (bucket === 'quarter') return t('group.quarterOf', { year, quarter: Math.ceil(Number(month) / 3) });
    return bucket === 'month' ? year + '-' + month : formatDate(value);
  };
  return ({ field, bucket }, value) => {
    if (value === null || value === undefined || value === '') return t('group.empty');
    if (bucket) return period(bucket, value);
    if (field.type === 'reference') return nameOf(field.to, value) || t('group.unseen');
    if (field.choices) return text(field.choices.find((choice) => choice.value === value)?.label) || String(value);
    if (field.type === 'boolean') return t(value ? 'yes' : 'no');
    return field.type === 'integer' ? formatNumber(value) : String(value);
  };
}

/** "金额 / 月": the field with its period. @returns {(by: {field: any, bucket: string}) => string} */
export function useGroupLabel() {
  const { t } = useTranslation();
  const text = useText();
  return ({ field, bucket }) => text(field.label) + (bucket ? ' · ' + t('group.' + bucket) : '');
}

/** @returns {(field: any, kind: string, row: any) => string} a measure of a row, in words */
export function useMeasureWords() {
  const { t } = useTranslation();
  const text = useText();
  return (field, kind, row) => {
    if (kind === 'count') return formatNumber(row.count);
    const value = row[kind + ':' + field.name];
    if (value === null || value === undefined) return '–';
    if (field.type === 'choice') return text(field.choices?.find((choice) => choice.value === value)?.label) || String(value);
    if (field.type === 'date') return formatDate(value);
    if (field.type === 'datetime') return formatDateTime(value);
    if (field.type === 'percent') return formatNumber(value) + '%';
    if (field.type !== 'money') return formatNumber(value);
    return row['min:currency'] === row['max:currency'] ? formatMoney(value, row['min:currency']) : t('group.mixed');
  };
}
