// SPDX-License-Identifier: AGPL-3.0-or-later
// How a masked value looks: what the server left of it, and an eye for who may
// reveal. The plain value lives in this cell only: in no cache, and gone with it.
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';
import { may, recordName } from '../meta/model.js';
import { Dash } from './cells.jsx';

const RevealWindow = lazy(() => import('./RevealWindow.jsx'));
const SCHEMES = { phone: 'tel:', email: 'mailto:' };
const stop = (event) => event.stopPropagation();

function Eye({ shown, label, onClick }) {
  return <button type="button" className="gx-eye" aria-label={label} title={label} aria-pressed={shown} onClick={onClick}>{shown ? <EyeInvisibleOutlined aria-hidden="true" /> : <EyeOutlined aria-hidden="true" />}</button>;
}

/** What is left of the value; for numbers and addresses it calls or writes after the reveal. */
function Shown({ field, value, plain, label, onUse }) {
  const scheme = SCHEMES[field.type];
  if (plain !== null) return scheme && plain ? <a className="gx-num" href={scheme + plain}>{plain}</a> : <span className="gx-num">{plain || '–'}</span>;
  return scheme ? <button type="button" className="gx-masked gx-num" aria-label={label + ' ' + value} onClick={onUse}>{value}</button> : <span className="gx-num">{value}</span>;
}

function Revealer({ resource, field, value, record }) {
  const { t } = useTranslation();
  const text = useText();
  const [asking, setAsking] = useState('');
  const [known, setKnown] = useState(/** @type {{of: string, plain: string}|null} */ (null));
  // A row of a list is used again for another record; a changed value masks itself again.
  const of = [record.id, field.name, value].join();
  const plain = known?.of === of ? known.plain : null;
  const words = { field: text(field.label), name: recordName(resource, record) };
  const done = (next) => {
    setKnown({ of, plain: next ?? '' });
    setAsking('');
    if (asking === 'use' && next) window.location.assign(SCHEMES[field.type] + next);
  };
  /** The window lies over a list or a form: neither is to hear its keys, not even Escape. */
  const onKeys = (event) => {
    if (asking && event.key === 'Escape') setAsking('');
    if (asking || event.key === 'Enter' || event.key === ' ') event.stopPropagation();
  };
  return (
    <span className="gx-reveal" onClick={stop} onDoubleClick={stop} onKeyDown={onKeys}>
      <span aria-live="polite"><Shown field={field} value={value} plain={plain} label={t(field.type === 'email' ? 'reveal.write' : 'reveal.call')} onUse={() => setAsking('use')} /></span>
      <Eye shown={plain !== null} label={t(plain === null ? 'reveal.show' : 'reveal.hide', words)} onClick={() => (plain === null ? setAsking('show') : setKnown(null))} />
      {asking ? <Suspense fallback={null}><RevealWindow resource={resource} field={field} record={record} title={String(t('reveal.show', words))} onDone={done} onClose={() => setAsking('')} /></Suspense> : null}
    </span>
  );
}

export function MaskedCell({ field, value, record }) {
  const resource = useMeta().byName[field.of];
  if (value === null || value === undefined || value === '') return <Dash />;
  if (!record?.id || !may(resource, 'reveal')) return <span className="gx-num">{String(value)}</span>;
  return <Revealer resource={resource} field={field} value={String(value)} record={record} />;
}
