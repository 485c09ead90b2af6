// SPDX-License-Identifier: AGPL-3.0-or-later
// Envelopes or labels: settings, the first piece, whose address cannot be used, and the file. The server says what would
// be printed; nothing of it is decided here.
import { Alert, Modal, Segmented, Spin } from 'antd';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { get } from '../../api/client.js';
import { useMeta, useShortList } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useLater } from '../../app/useLater.js';
import { currentLanguage, useText, useTranslation } from '../../i18n/index.js';
import { useExport } from '../../list/useExport.js';
import { Preview } from './Preview.jsx';
import { Settings } from './Settings.jsx';
import { StartGrid } from './StartGrid.jsx';
import { conditionsOf, gridOf, printOf, remember, remembered, together } from './papers.js';
import '../modules.css';
import './print.css';

const KINDS = ['envelopes', 'labels'];

/** What would be printed, asked again when the settings rest. */
function useCheck(resource, kind, print, conditions) {
  const asked = useLater(JSON.stringify({ kind, print }), 300);
  return useQuery({
    queryKey: ['get', '/' + resource.path + '/postal', asked, conditions],
    queryFn: async ({ signal }) => {
      const { kind: format, print: settings } = JSON.parse(asked);
      const answers = [];
      for (const condition of conditions) answers.push((await get('/' + resource.path + '/postal', { query: { format, labels: currentLanguage(), print: settings, ...condition }, signal })).body.data);
      return together(answers);
    },
    placeholderData: keepPreviousData,
  });
}

function Problems({ resource, check, onClose }) {
  const { t } = useTranslation('print');
  const { problems, total, printable } = check;
  if (!problems.length) return null;
  const more = total - printable - problems.length;
  return (
    <Alert type="warning" showIcon className="gxm-block" title={t('problems', { count: total - printable, total })} description={(
      <ul className="gxp-problems">
        {problems.map((one) => <li key={one.id}><Link to={'/' + resource.path + '/' + one.id} onClick={onClose}>{one.name ?? one.id}</Link> <span>{t('problem.' + one.problem)}</span></li>)}
        {more > 0 ? <li>{t('moreProblems', { count: more })}</li> : null}
      </ul>
    )} />
  );
}

/** The senders that he may choose, the usual one first; null when he sees none. */
function useOffices() {
  const { office } = useMeta().byName;
  const { rows } = useShortList(office?.path ?? '', { sort: '-is_default,name', limit: 50 }, { enabled: Boolean(office) });
  return office ? rows : null;
}

/** @param {{kind?: string, resource: any, record?: any, selection?: any, list?: any, query?: any, onClose: () => void}} props */
export default function PrintWindow({ kind: asked = KINDS[0], resource, record, selection, query, onClose }) {
  const { t } = useTranslation('print');
  const text = useText();
  const { fail } = useFeedback();
  const exportAs = useExport(resource);
  const offices = useOffices();
  const [kind, setKind] = useState(asked);
  const [all, setAll] = useState(() => ({ envelopes: remembered('envelopes'), labels: remembered('labels') }));
  const [busy, setBusy] = useState(false);
  const [conditions] = useState(() => conditionsOf({ record, selection, query }));
  const chosen = all[kind];
  const known = offices?.find((office) => office.id === chosen.sender_id);
  const usual = offices?.find((office) => office.is_default);
  // undefined: never chosen; null: none wanted
  const sender = chosen.sender_id === undefined ? usual : known;
  const settings = kind === 'envelopes' ? { ...chosen, sender_id: sender?.id } : chosen;
  const print = printOf(kind, settings);
  const { data: check, error, isFetching } = useCheck(resource, kind, print, conditions);
  const set = (change) => setAll((old) => ({ ...old, [kind]: { ...old[kind], ...change } }));
  const take = async () => {
    setBusy(true);
    remember(kind, chosen);
    const whole = { ...print, skip: true };
    const body = conditions.length > 1 ? { print: whole, filter: { or: conditions.map((one) => one.filter) }, sort: conditions[0].sort } : undefined;
    const taken = await exportAs(kind, { print: whole, ...conditions[0] }, body).catch(fail);
    setBusy(false);
    if (taken) onClose();
  };
  const tooMany = Boolean(check && check.total > check.limit);
  const [columns, rows] = kind === 'labels' ? gridOf(settings) : [0, 0];
  return (
    <Modal open width={920} title={t('title', { title: text(resource.title) })} okText={t('take')} okButtonProps={{ disabled: !check?.printable || tooMany || Boolean(error) }} confirmLoading={busy} onOk={take} onCancel={onClose} destroyOnHidden>
      <Segmented block className="gxm-block" aria-label={t('kind')} value={kind} onChange={(value) => setKind(String(value))} options={KINDS.map((value) => ({ value, label: t(value) }))} />
      <div className="gxp-two">
        <Settings kind={kind} settings={settings} offices={offices} set={set} />
        <div>
          <p role="status" className="gxm-note">{check ? t(kind + 'Count', { count: check.printable, pages: kind === 'labels' ? Math.ceil((settings.start - 1 + check.printable) / (columns * rows)) : check.printable }) : null} {isFetching ? <Spin size="small" /> : null}</p>
          {error ? <Alert type="error" showIcon className="gxm-block" title={t('refused')} description={/** @type {any} */ (error).body?.errors?.[0]?.message ?? undefined} /> : null}
          {tooMany ? <Alert type="error" showIcon className="gxm-block" title={t('tooMany', { limit: check?.limit })} /> : null}
          {check && !error ? <Preview kind={kind} first={check.first} settings={settings} sender={sender} /> : null}
          {kind === 'labels' ? <><p className="gxm-note">{t('startHint')}</p><StartGrid columns={columns} rows={rows} start={settings.start} count={check?.printable ?? 0} onStart={(start) => set({ start })} /></> : null}
          {check ? <Problems resource={resource} check={check} onClose={onClose} /> : null}
        </div>
      </div>
    </Modal>
  );
}
