// SPDX-License-Identifier: AGPL-3.0-or-later
// Fields whose text or JSON means something of the definition itself: the name of
// a resource, the name of one of its date fields, a condition tree over it. The
// resource of the last two is the field "resource" of the same record. How they
// read; their inputs are in formatInputs.jsx, fetched when first shown.
import { useMeta } from '../api/queries.js';
import { useRefName } from '../api/refs.js';
import { itemsOf, rooted } from '../list/filters.js';
import { textOf } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { Dash } from './cells.jsx';

export function ResourceCell({ value }) {
  const text = useText();
  const resource = useMeta().byName[value];
  return value ? <span>{resource ? text(resource.title) : value}</span> : <Dash />;
}

export function DateFieldCell({ value, record }) {
  const { i18n } = useTranslation();
  const field = useMeta().byName[record?.resource]?.field[value];
  return value ? <span>{field ? textOf(field.label, i18n.language) : value}</span> : <Dash />;
}

/** How many conditions a tree holds at its top. @param {any} tree */
export const countOf = (tree) => (tree ? itemsOf(rooted(tree)).length : 0);

export function ConditionCell({ value }) {
  const { t } = useTranslation();
  return countOf(value) ? <span>{t('formats.conditions', { count: countOf(value) })}</span> : <span className="gx-dash">{t('formats.all')}</span>;
}

/** Values per dimension of a matrix, in words. */
export function MatrixCell({ value, record }) {
  const text = useText();
  const nameOf = useRefName();
  const { t } = useTranslation();
  const resource = useMeta().byName[record?.resource];
  const wordOf = (field, item) => {
    if (item === null) return t('formats.empty');
    return (field?.type === 'reference' ? nameOf(field.to, item) : text(field?.choices?.find((choice) => choice.value === item)?.label)) || item;
  };
  const parts = Object.entries(value ?? {}).map(([name, items]) => {
    const field = resource?.field[name];
    return (text(field?.label) || name) + ': ' + items.map((item) => wordOf(field, item)).join(', ');
  });
  return parts.length ? <span>{parts.join('; ')}</span> : <span className="gx-dash">{t('formats.all')}</span>;
}
