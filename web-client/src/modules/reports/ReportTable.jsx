// SPDX-License-Identifier: AGPL-3.0-or-later
// The answer of a report as a table: groups, subtotals, total. Each figure leads
// to the list of what was counted.
import { useMemo, useState } from 'react';
import { RightOutlined } from '@ant-design/icons';
import { useVisit } from '../../app/visit.jsx';
import { useTranslation } from '../../i18n/index.js';
import { groupUrl } from '../../list/groups.js';

/** With more lines than this the parts of groups begin closed. */
const MANY = 200;

function Figures({ measures, fieldOf, words, row, url, name }) {
  const visit = useVisit();
  return measures.map((measure) => {
    const shown = words(fieldOf(measure), measure.split(':')[0], row);
    return <td key={measure} className="gxr-figure"><a href={url} onClick={visit} aria-label={name + ': ' + shown}>{shown}</a></td>;
  });
}

/** @param {{resource: any, record: any, by: any[], groups: any[], total: any, measures: string[], names: (group: any) => string, label: (by: any) => string, partWords: (part: string) => string, words: any}} props */
export function ReportTable({ resource, record, by, groups, total, measures, names, label, partWords, words }) {
  const { t } = useTranslation('reports');
  const lines = useMemo(() => groups.reduce((sum, group) => sum + 1 + (group.parts?.length ?? 0), 0), [groups]);
  const [open, setOpen] = useState(/** @type {Record<string, boolean>} */ ({}));
  const isOpen = (group) => open[group.key] ?? lines <= MANY;
  const at = { q: record.words, tree: record.condition };
  const url = (conditions) => groupUrl(resource, at, conditions);
  const fieldOf = (measure) => resource.field[measure.split(':')[1]];
  const figures = { measures, fieldOf, words };
  const two = by.length > 1;
  return (
    <div className="gxr-box" tabIndex={0} role="region" aria-label={t('table')}>
      <table className="gxr-table">
        <caption className="gx-sr">{record.name}</caption>
        <thead><tr>{by.map((one) => <th key={one.name} scope="col">{label(one)}</th>)}{measures.map((measure) => <th key={measure} scope="col" className="gxr-figure">{partWords(measure)}</th>)}</tr></thead>
        {groups.map((group) => (
          <tbody key={group.key}>
            <tr className={two ? 'gxr-sub' : ''}>
              <th scope="row" colSpan={two ? 2 : 1}>{two ? <button type="button" className="gxr-open" aria-expanded={isOpen(group)} onClick={() => setOpen({ ...open, [group.key]: !isOpen(group) })}><RightOutlined aria-hidden="true" className={isOpen(group) ? 'gx-group-open' : ''} />{names(group)}</button> : names(group)}</th>
              <Figures {...figures} row={group.row} url={url(group.conditions)} name={names(group)} />
            </tr>
            {two && isOpen(group) ? group.parts.map((part) => (
              <tr key={part.key}><td /><th scope="row">{names(part)}</th><Figures {...figures} row={part.row} url={url(part.conditions)} name={names(group) + ' / ' + names(part)} /></tr>
            )) : null}
          </tbody>
        ))}
        {total ? <tfoot><tr><th scope="row" colSpan={by.length}>{t('total')}</th><Figures {...figures} row={total} url={url([])} name={t('total')} /></tr></tfoot> : null}
      </table>
    </div>
  );
}
