// SPDX-License-Identifier: AGPL-3.0-or-later
// Groups, measures and their order of a report, in words. The resource is the
// field "resource" of the same record; what this person does not have stays as it is written.
import { useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';
import { Dash } from './cells.jsx';

/** @param {any} resource @returns {(text: string) => string} "sum:amount" or "closed_on:month" in words */
export function usePartWords(resource) {
  const { t } = useTranslation();
  const text = useText();
  return (part) => {
    const [first, second = ''] = part.split(':');
    if (part === 'count') return t('group.count');
    const name = resource?.field[second] ? second : first;
    const kind = name === second ? first : second;
    const label = text(resource?.field[name]?.label) || name;
    return kind ? label + ' · ' + t('group.' + kind, { defaultValue: kind }) : label;
  };
}

const parts = (value) => String(value ?? '').split(',').filter(Boolean);

export function PartsCell({ value, record }) {
  const words = usePartWords(useMeta().byName[record?.resource]);
  return value ? <span>{parts(value).map(words).join(', ')}</span> : <Dash />;
}

export function GroupSortCell({ value, record }) {
  const words = usePartWords(useMeta().byName[record?.resource]);
  return value ? <span>{words(value.replace(/^-/, ''))} {value.startsWith('-') ? '↓' : '↑'}</span> : <Dash />;
}
