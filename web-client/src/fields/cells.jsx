// SPDX-License-Identifier: AGPL-3.0-or-later
// How values look when they are read: in rows, cards, headers and history. One
// line each, no requests except names of references, and a dash for nothing. Plain
// elements only: a list draws hundreds of them while it scrolls.
import { CheckOutlined } from '@ant-design/icons';
import { useRefNameOf } from '../api/refs.js';
import { useMeta } from '../api/queries.js';
import { useVisit } from '../app/visit.jsx';
import { useText, useTranslation } from '../i18n/index.js';
import { formatDate, formatDateTime, formatLunar, formatMoney, formatNumber, formatRelative } from '../i18n/format.js';
import { targetOf } from '../meta/model.js';
import { toneOf } from './tones.js';

const localDay = (value) => new Date(new Date(value).getTime() - new Date(value).getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
/** Whole calendar days from a moment until today. @param {string} value */
export const daysSince = (value) => Math.max(0, Math.round((Date.parse(localDay(Date.now())) - Date.parse(localDay(value))) / 86_400_000));

const isBlank = (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length);

export const Dash = () => <span className="gx-dash" aria-hidden="true">–</span>;

/** A cell that shows nothing for nothing. */
const orDash = (Show) => function Cell(props) {
  return isBlank(props.value) ? <Dash /> : <Show {...props} />;
};

export const TextCell = orDash(({ value }) => <span>{String(value)}</span>);
export const LongTextCell = orDash(({ value, plain }) => <span className={plain ? '' : 'gx-pre'}>{String(value)}</span>);
export const NumberCell = orDash(({ value }) => <span className="gx-num">{formatNumber(value)}</span>);
export const PercentCell = orDash(({ value }) => <span className="gx-num">{formatNumber(value)}%</span>);
export const MoneyCell = orDash(({ value, record }) => <span className="gx-num">{formatMoney(value, record?.currency)}</span>);
export const DateCell = orDash(({ value }) => <span className="gx-num">{formatDate(value)}</span>);
/** A date by both calendars. */
export const LunarCell = orDash(({ value }) => {
  const { t } = useTranslation();
  return <span className="gx-num">{formatDate(value)}<span className="gx-since">{t('lunar', { day: formatLunar(value, t('lunarDays')) })}</span></span>;
});

export const DateTimeCell = orDash(({ value, plain }) => (
  <span className="gx-num" title={plain ? undefined : formatRelative(value)}>{formatDateTime(value)}</span>
));

/** A moment and how many days have passed since. */
export const SinceCell = orDash(({ value }) => {
  const { t } = useTranslation();
  const days = daysSince(value);
  return <span className="gx-num" title={formatDateTime(value)}>{formatDate(localDay(value))}<span className={'gx-since' + (days > 60 ? ' gx-since-long' : '')}>{t('since', { count: days })}</span></span>;
});

export function BooleanCell({ value }) {
  const { t } = useTranslation();
  if (isBlank(value)) return <Dash />;
  return value ? <CheckOutlined aria-label={t('yes')} style={{ color: 'var(--gx-ok)' }} /> : <span className="gx-dash">{t('no')}</span>;
}

function ChoiceTag({ field, value }) {
  const text = useText();
  const at = field.choices?.findIndex((choice) => choice.value === value) ?? -1;
  const tone = toneOf(value, at);
  return <span className={'gx-tone gx-tone-' + tone}>{at < 0 ? value : text(field.choices[at].label)}</span>;
}

export const ChoiceCell = orDash(ChoiceTag);
export const MultiChoiceCell = orDash(({ field, value }) => value.map((item) => <ChoiceTag key={item} field={field} value={item} />));
export const TagsCell = orDash(({ value }) => value.map((item) => <span key={item} className="gx-tone gx-tone-0">{item}</span>));

/** A name that leads to its record; resources without pages show plain text. */
function RefLink({ to, id, plain }) {
  const name = useRefNameOf(to, id);
  const visit = useVisit();
  const resource = useMeta().byName[to];
  if (!name) return <Dash />;
  if (plain || !resource) return <span>{name}</span>;
  return <a href={'/' + resource.path + '/' + id} onClick={visit}>{name}</a>;
}

export const ReferenceCell = orDash(({ field, value, record, plain }) => <RefLink to={targetOf(field, record)} id={value} plain={plain} />);
export const ReferencesCell = orDash(({ field, value, plain }) => (
  <span className="gx-refs">{value.map((id) => <RefLink key={id} to={field.to} id={id} plain={plain} />)}</span>
));

const stop = (event) => event.stopPropagation();
export const PhoneCell = orDash(({ value }) => <a className="gx-num" href={'tel:' + value} onClick={stop}>{value}</a>);
export const EmailCell = orDash(({ value }) => <a href={'mailto:' + value} onClick={stop}>{value}</a>);

/** Only web addresses become links; anything else stays text. */
export const UrlCell = orDash(({ value }) => {
  const url = /^https?:\/\//i.test(value) ? value : /^[\w-]+(\.[\w-]+)+/.test(value) ? 'https://' + value : '';
  const shown = String(value).replace(/^https?:\/\//i, '');
  return url ? <a href={url} target="_blank" rel="noreferrer noopener" onClick={stop}>{shown}</a> : <span>{shown}</span>;
});

export const JsonCell = orDash(({ value, plain }) => (
  plain ? <span>{JSON.stringify(value).slice(0, 80)}</span> : <pre className="gx-json">{JSON.stringify(value, null, 2)}</pre>
));
