// SPDX-License-Identifier: AGPL-3.0-or-later
// Permission matrix of one role on one page: rows are resources, columns are how
// far it reads and writes, what it may do, and which fields are limited. Changes
// are kept in a draft until saved; they count on everybody's next request.
import { Alert, Button, Card, Modal, Select, Skeleton } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from 'react-router-dom';
import { get, put } from '../../api/client.js';
import { useShortList } from '../../api/queries.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { Matrix } from './Matrix.jsx';
import { bodyOf, changedResources, draftOf } from './rights.js';
import '../modules.css';
import './settings.css';

function useRights(roleId) {
  return useQuery({
    queryKey: ['role-rights', roleId],
    queryFn: async ({ signal }) => {
      const { body, etag } = await get('/roles/' + roleId + '/rights', { signal });
      return { rights: body.data, etag };
    },
    enabled: Boolean(roleId),
  });
}

/** Draft, what it was, and how to save it. */
function useDraft(roleId) {
  const { data, isPending, error } = useRights(roleId);
  const definitions = data?.rights.definitions;
  const before = useMemo(() => draftOf(definitions ?? [], data?.rights), [definitions, data]);
  const [draft, setDraft] = useState(before);
  useEffect(() => setDraft(before), [before]);
  const changed = changedResources(before, draft);
  return { draft, setDraft, before, changed, definitions, etag: data?.etag, isPending, error };
}

function Toolbar({ roles, roleId, changed, saving, onPick, onCopy, onSave, onReset }) {
  const { t } = useTranslation('settings');
  const options = roles.map((role) => ({ value: role.id, label: role.name }));
  return (
    <div className="gxm-bar">
      <h1 className="gx-title">{t('rights.title')}</h1>
      <Select aria-label={t('rights.role')} value={roleId} options={options} onChange={onPick} style={{ minWidth: 160 }} showSearch={{ optionFilterProp: 'label' }} />
      <Select aria-label={t('rights.copy')} value={null} placeholder={t('rights.copy')} options={options.filter((option) => option.value !== roleId)} onChange={onCopy} style={{ minWidth: 160 }} />
      <span className="gxm-spring" />
      {changed.length ? <span>{t('rights.changed', { count: changed.length })}</span> : null}
      <Button disabled={!changed.length || saving} onClick={onReset}>{t('rights.reset')}</Button>
      <Button type="primary" disabled={!changed.length} loading={saving} onClick={onSave}>{t('rights.save')}</Button>
    </div>
  );
}

/** Asks before a changed draft is left. */
function useGuard(dirty) {
  const { t } = useTranslation('settings');
  useEffect(() => {
    if (!dirty) return undefined;
    const ask = (event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return (go) => (dirty ? Modal.confirm({ title: t('rights.leave'), okText: t('rights.discard'), onOk: go }) : go());
}

export default function RightsPage() {
  const { t } = useTranslation('settings');
  const { id } = useParams();
  const navigate = useNavigate();
  const feedback = useFeedback();
  const queryClient = useQueryClient();
  const { rows: roles, isPending: waiting } = useShortList('roles', { limit: 200, sort: 'name' });
  const roleId = id ?? roles[0]?.id;
  const { draft, setDraft, before, changed, definitions, etag, isPending, error } = useDraft(roleId);
  const [saving, setSaving] = useState(false);
  const guard = useGuard(changed.length > 0);

  const save = async () => {
    setSaving(true);
    try {
      await put('/roles/' + roleId + '/rights', bodyOf(draft), { etag });
      await queryClient.invalidateQueries({ queryKey: ['role-rights', roleId] });
      feedback.done(t('rights.saved'));
    } catch (problem) {
      feedback.fail(problem);
    } finally {
      setSaving(false);
    }
  };
  const copy = async (from) => {
    try {
      const { body } = await get('/roles/' + from + '/rights');
      setDraft(draftOf(definitions, body.data));
    } catch (problem) {
      feedback.fail(problem);
    }
  };
  let content = <Skeleton active paragraph={{ rows: 12 }} />;
  if (error) content = <Alert type="error" showIcon title={feedback.sentence(error)} />;
  else if (!waiting && !isPending) content = <Matrix definitions={definitions} draft={draft} onChange={setDraft} />;
  return (
    <div className="gx-page">
      <Toolbar roles={roles} roleId={roleId} changed={changed} saving={saving} onPick={(next) => guard(() => navigate('/settings/roles/' + next))}
        onCopy={copy} onSave={save} onReset={() => setDraft(before)} />
      <p className="gxm-note">{t('rights.note')}</p>
      <Card size="small" className="gxm-scroll">{content}</Card>
    </div>
  );
}
