// SPDX-License-Identifier: AGPL-3.0-or-later
// The palette: one field that finds records (server search with 拼音), pages and
// actions; arrows choose, Enter opens. A listbox for screen readers.
import { Input, Modal, Spin } from 'antd';
import { SearchOutlined } from '@ant-design/icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useGet, useMeta } from '../api/queries.js';
import { useText, useTranslation } from '../i18n/index.js';
import { Icon } from './icons.jsx';
import { useMenu } from './menu.js';
import { useQuickActions } from './QuickCreate.jsx';
import { recentRecords } from './recent.js';
import { useLater } from './useLater.js';
import { usePhoneLookup } from './usePhoneLookup.js';

const matches = (title, q) => title.toLowerCase().includes(q.toLowerCase());

function useEntries(typed) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation();
  const { top, groups } = useMenu();
  const { actions, popup } = useQuickActions();
  const navigate = useNavigate();
  const q = useLater(typed.trim(), 150);
  const { offered, rows: owners, ask } = usePhoneLookup(q);
  const found = useGet('/search', { q, limit: 8 }, { enabled: q.length > 0, placeholderData: (previous) => previous });
  const groupsShown = useMemo(() => {
    const recordOf = (row) => {
      const resource = meta.byName[row.resource];
      return resource && {
        key: row.resource + row.id, title: row.title, hint: [row.code, row.subtitle].filter(Boolean).join(' · '), kind: text(resource.title), icon: resource.icon,
        run: () => navigate('/' + resource.path + '/' + row.id),
      };
    };
    const looked = offered ? [{ key: 'lookup', title: t('palette.lookup', { q }), icon: 'phone', stay: true, run: ask }]
      : (owners ?? []).map((row) => recordOf({ ...row, title: row.name })).filter(Boolean);
    const records = (q ? found.data ?? [] : recentRecords(meta.user.id)).map(recordOf).filter(Boolean);
    const pages = [...top, ...groups.flatMap((group) => group.entries)]
      .filter((entry) => !q || matches(entry.title, q))
      .map((entry) => ({ key: 'page' + entry.path, title: entry.title, icon: entry.icon, run: () => navigate(entry.path) }));
    const acts = actions.filter((action) => !q || matches(action.title, q)).map((action) => ({ ...action, key: 'act' + action.key, keep: true }));
    return [
      { title: t('palette.owners'), entries: looked },
      { title: t(q ? 'palette.records' : 'palette.recent'), entries: records },
      { title: t('palette.actions'), entries: acts.slice(0, q ? 5 : 6) },
      { title: t('palette.pages'), entries: pages.slice(0, q ? 5 : 8) },
    ].filter((group) => group.entries.length);
  }, [q, offered, owners, ask, found.data, meta, text, t, top, groups, actions, navigate]);
  return { groups: groupsShown, busy: found.isFetching, popup, q, nobody: owners?.length === 0 };
}

function Line({ entry, active, onRun, id }) {
  const ref = useRef(null);
  useEffect(() => { if (active) ref.current?.scrollIntoView({ block: 'nearest' }); }, [active]);
  return (
    <div ref={ref} id={id} role="option" aria-selected={active} className={'gx-palette-line' + (active ? ' gx-active' : '')} onMouseDown={(event) => event.preventDefault()} onClick={onRun}>
      <Icon name={entry.icon} />
      <span className="gx-palette-title">{entry.title}</span>
      {entry.hint ? <span className="gx-palette-hint">{entry.hint}</span> : null}
      {entry.kind ? <span className="gx-palette-kind">{entry.kind}</span> : null}
    </div>
  );
}

/** @param {{onClose: () => void}} props */
export default function Palette({ onClose }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState(false);
  const { groups, busy, popup, q, nobody } = useEntries(typed);
  const opened = useRef(false);
  const flat = groups.flatMap((group) => group.entries);
  const active = Math.min(at, flat.length - 1);
  useEffect(() => setAt(0), [q]);
  useEffect(() => {
    if (popup) opened.current = true;
    else if (opened.current) onClose();
  }, [popup, onClose]);
  const run = async (entry) => {
    if (!entry) return;
    if (entry.stay) {
      await entry.run();
      return;
    }
    if (!entry.keep) {
      onClose();
      entry.run();
      return;
    }
    setHidden(true);
    await entry.run();
    setTimeout(() => { if (!opened.current) onClose(); }, 100);
  };
  const onKey = (event) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((active + step + flat.length) % Math.max(flat.length, 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(flat[active]);
    }
  };
  let index = -1;
  return (
    <>
      <Modal open={!hidden} onCancel={onClose} footer={null} closable={false} width={640} title={<span className="gx-sr">{t('palette.title')}</span>} className="gx-palette" style={{ top: 80 }} destroyOnHidden>
        <Input autoFocus size="large" variant="borderless" prefix={busy ? <Spin size="small" /> : <SearchOutlined />} placeholder={t('palette.hint')} value={typed} role="combobox"
          aria-expanded="true" aria-controls="gx-palette-list" aria-activedescendant={flat.length ? 'gx-palette-' + active : undefined} aria-label={t('palette.title')}
          onChange={(event) => setTyped(event.target.value)} onKeyDown={onKey} />
        <div id="gx-palette-list" role="listbox" aria-label={t('palette.title')} className="gx-palette-list">
          {groups.map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <div className="gx-palette-group" aria-hidden="true">{group.title}</div>
              {group.entries.map((entry) => {
                index += 1;
                return <Line key={entry.key} id={'gx-palette-' + index} entry={entry} active={index === active} onRun={() => run(entry)} />;
              })}
            </div>
          ))}
        </div>
        {nobody ? <div className="gx-palette-none" role="status">{t('palette.noOwner', { q })}</div> : null}
        {q && !nobody && !busy && !flat.length ? <div className="gx-palette-none" role="status">{t('palette.nothing', { q })}</div> : null}
        <div className="gx-palette-foot" aria-hidden="true">{t('palette.keys')}</div>
      </Modal>
      {popup}
    </>
  );
}
