// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything a role may, on one page: rows are resources, columns are how far it
// reads and writes, what it may do, and which fields are limited. Changes are kept
// in a draft until saved; they count on everybody's next request.
import { Alert, Button, Card, Dropdown, Input, Select, Skeleton } from 'antd';
import { CopyOutlined, MoreOutlined, SwapOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { get } from '../../api/client.js';
import { isProblem } from '../../api/problem.js';
import { useMeta, useShortList } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { may } from '../../meta/model.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { CopyRole } from './CopyRole.jsx';
import { Matrix } from './Matrix.jsx';
import { RoleFacts } from './RoleFacts.jsx';
import { changedResources, draftOf, matches } from './rights.js';
import { useDraft } from './useRights.js';
import { useGuard } from './useGuard.js';
import '../modules.css';
import './settings.css';

function Bar({ role, roles, draft, guard, onSave, saving, onLoad }) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const meta = useMeta();
  const [copying, setCopying] = useState(false);
  const options = roles.map((item) => ({ value: item.id, label: item.name }));
  const changes = draft.changed.length + draft.changedLimits.length;
  const open = (id) => navigate('/settings/roles/' + id);
  const more = {
    items: [
      ...(draft.ready ? [{ key: 'ready', label: t('rights.toReady') }] : []),
      { key: 'load', label: t('rights.copy'), children: options.filter((option) => option.value !== role.id).map(({ value, label }) => ({ key: value, label })) },
    ],
    onClick: ({ key }) => (key === 'ready' ? draft.setDraft(draft.ready) : onLoad(key)),
  };
  return (
    <div className="gxm-bar">
      <h1 className="gx-title">{t('rights.title')}</h1>
      <Select aria-label={t('rights.role')} value={role.id} options={options} onChange={(id) => guard(() => open(id))} style={{ minWidth: 160 }} showSearch={{ optionFilterProp: 'label' }} />
      {may(meta.byName.role, 'create') ? <Button icon={<CopyOutlined />} onClick={() => guard(() => setCopying(true))}>{t('rights.copyRole')}</Button> : null}
      <Button icon={<SwapOutlined />} onClick={() => guard(() => navigate('/settings/roles/compare?roles=' + role.id))}>{t('compare.open')}</Button>
      <Dropdown menu={more} trigger={['click']}><Button icon={<MoreOutlined />} aria-label={t('rights.more')} /></Dropdown>
      <span className="gxm-spring" />
      {changes ? <span role="status">{t('rights.changed', { count: changes })}</span> : null}
      <Button disabled={!changes || saving} onClick={draft.reset}>{t('rights.reset')}</Button>
      <Button type="primary" disabled={!changes} loading={saving} onClick={onSave}>{t('rights.save')}</Button>
      {copying ? <CopyRole role={role} onClose={() => setCopying(false)} onMade={(id) => { setCopying(false); open(id); }} /> : null}
    </div>
  );
}

/** Which rows are shown: words, what was changed, what is not as delivered. */
function useShown(draft) {
  const text = useText();
  const { t } = useTranslation('settings');
  const [words, setWords] = useState('');
  const [only, setOnly] = useState(/** @type {'all'|'changed'|'ready'|'given'} */ ('all'));
  const differing = useMemo(() => (draft.ready ? changedResources(draft.ready, draft.draft) : []), [draft.ready, draft.draft]);
  const kept = { all: () => true, changed: (name) => draft.changed.includes(name), ready: (name) => differing.includes(name), given: (name) => !['none', 'parent'].includes(draft.draft[name]?.read_scope) }[only];
  const wordOf = (operation) => t('operation.' + operation, { defaultValue: operation });
  const shown = draft.definitions.filter((definition) => kept(definition.resource) && matches(definition, words, text, wordOf));
  const choices = ['all', 'given', 'changed', ...(draft.ready ? ['ready'] : [])].map((value) => ({ value, label: t('rights.only.' + value) }));
  const box = (
    <div className="gxm-bar">
      <Input.Search allowClear value={words} onChange={(event) => setWords(event.target.value)} placeholder={t('rights.search')} aria-label={t('rights.search')} style={{ maxWidth: 280 }} />
      <Select aria-label={t('rights.show')} value={only} onChange={setOnly} options={choices} style={{ minWidth: 170 }} />
      <span className="gxm-note gxm-flat">{t('rights.note')}</span>
    </div>
  );
  return { shown, box, differing };
}

function Editor({ role, roles }) {
  const { t } = useTranslation('settings');
  const feedback = useFeedback();
  const draft = useDraft(role);
  const [saving, setSaving] = useState(false);
  const [stale, setStale] = useState(false);
  const guard = useGuard(draft.changed.length + draft.changedLimits.length > 0);
  const { shown, box, differing } = useShown(draft);
  const save = async () => {
    setSaving(true);
    try {
      await draft.save();
      setStale(false);
      feedback.done(t('rights.saved'));
    } catch (problem) {
      if (isProblem(problem, 'version_conflict')) setStale(true);
      else feedback.fail(problem);
    } finally {
      setSaving(false);
    }
  };
  const load = async (from) => {
    try {
      const { body } = await get('/roles/' + from + '/rights');
      draft.setDraft(draftOf(draft.definitions, body.data.resources));
    } catch (problem) {
      feedback.fail(problem);
    }
  };
  const note = draft.ready ? <span className="gxm-line-about">{differing.length ? t('rights.notReady', { count: differing.length }) : t('rights.isReady')}</span> : null;
  let content = <Skeleton active paragraph={{ rows: 12 }} className="gxm-pad" />;
  if (draft.error) content = <Alert type="error" showIcon title={feedback.sentence(draft.error)} />;
  else if (!draft.isPending) content = <Matrix definitions={shown} draft={draft.draft} before={draft.before} onChange={draft.setDraft} />;
  return (
    <>
      <Bar role={role} roles={roles} draft={draft} guard={guard} saving={saving} onSave={save} onLoad={load} />
      {stale ? <Alert type="warning" showIcon className="gxm-block" title={t('rights.stale')} action={<Button size="small" onClick={() => { setStale(false); draft.reload(); }}>{t('rights.reload')}</Button>} /> : null}
      <RoleFacts role={role} limits={draft.limits} onLimits={draft.setLimits} note={note} />
      {box}
      <Card size="small" className="gxm-scroll gxm-tall">{content}</Card>
      <p className="gxm-note">{t('rights.keys')}</p>
    </>
  );
}

export default function RightsPage() {
  const { id } = useParams();
  const { rows: roles, isPending } = useShortList('roles', { limit: 200, sort: 'position' });
  const role = roles.find((item) => item.id === id) ?? roles[0];
  return <div className="gx-page">{isPending || !role ? <Skeleton active /> : <Editor key={role.id} role={role} roles={roles} />}</div>;
}
