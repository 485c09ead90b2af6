// SPDX-License-Identifier: AGPL-3.0-or-later
// Identity providers: what there is, whether it works, adding and changing one.
import { Alert, Button, Card, Empty, Input, Popconfirm, Skeleton, Tag } from 'antd';
import { PlusOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { post } from '../../api/client.js';
import { useResource, useShortList } from '../../api/queries.js';
import { useDelete } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useText, useTranslation } from '../../i18n/index.js';
import { ProviderForm } from './ProviderForm.jsx';
import '../modules.css';
import './settings.css';

/** Tries the provider and says in words what is wrong first. A directory also looks up a name. */
function Trial({ row }) {
  const { t } = useTranslation('settings');
  const { fail } = useFeedback();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState(/** @type {{ok: boolean, code: string, person: string|null}|null} */ (null));
  const [name, setName] = useState('');
  const run = async () => {
    setBusy(true);
    setSaid(null);
    try {
      setSaid((await post('/identity-providers/' + row.id + '/test', name ? { username: name } : {})).body.data);
    } catch (error) {
      fail(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="gxm-trial">
      {row.kind === 'ldap' ? <Input value={name} onChange={(event) => setName(event.target.value)} placeholder={t('providers.name')} aria-label={t('providers.name')} maxLength={100} onPressEnter={run} /> : null}
      <Button onClick={run} loading={busy}>{t('providers.test')}</Button>
      <div role="status" className="gxm-trial-said">
        {said ? <Alert type={said.ok ? 'success' : 'error'} showIcon title={said.person ? t('providers.found', { name: said.person }) : t('providers.code.' + said.code)} /> : null}
      </div>
    </div>
  );
}

function Provider({ row, resource, onChange, onDelete }) {
  const { t } = useTranslation('settings');
  const text = useText();
  const kind = text(resource.field.kind.choices.find((choice) => choice.value === row.kind)?.label);
  return (
    <Card size="small" className="gxm-block" title={<>{row.name} <Tag>{kind}</Tag>{row.is_active ? <Tag className="gx-tone gx-tone-ok">{t('providers.on')}</Tag> : <Tag>{t('providers.off')}</Tag>}</>}>
      <p className="gxm-note gxm-break">{row.issuer ?? row.url ?? t('providers.code.incomplete')}</p>
      <Trial row={row} />
      <div className="gxm-foot">
        <Popconfirm title={t('providers.deleteAsk', { name: row.name })} onConfirm={() => onDelete(row)}><Button danger>{t('providers.delete')}</Button></Popconfirm>
        <Button type="primary" onClick={() => onChange(row)}>{t('providers.change')}</Button>
      </div>
    </Card>
  );
}

export default function ProvidersPage() {
  const { t } = useTranslation('settings');
  const resource = useResource('identity_provider');
  const navigate = useNavigate();
  const { done, fail } = useFeedback();
  const { rows, isPending } = useShortList('identity-providers', { limit: 50 });
  const { mutateAsync: remove } = useDelete(resource);
  const [open, setOpen] = useState(/** @type {any} */ (null));
  const del = async (row) => {
    try {
      const { changeSet } = await remove({ id: row.id, version: row.version });
      done(t('providers.deleted', { name: row.name }), changeSet);
    } catch (error) {
      fail(error);
    }
  };
  return (
    <div className="gx-page gxm-narrow">
      <div className="gxm-bar">
        <h1 className="gx-title">{t('providers.title')}</h1><span className="gxm-spring" />
        <Button onClick={() => navigate('/identity-groups')}>{t('providers.groups')}</Button>
        <Button icon={<PlusOutlined />} onClick={() => setOpen({ kind: 'ldap' })}>{t('providers.addLdap')}</Button>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen({ kind: 'oidc' })}>{t('providers.addOidc')}</Button>
      </div>
      <p className="gxm-note">{t('providers.hint')}</p>
      {isPending ? <Skeleton active /> : null}
      {!isPending && !rows.length ? <Card size="small"><Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('providers.empty')} /></Card> : null}
      {rows.map((row) => <Provider key={row.id} row={row} resource={resource} onChange={setOpen} onDelete={del} />)}
      {open ? <ProviderForm resource={resource} record={open.id ? open : null} kind={open.kind} onClose={() => setOpen(null)} /> : null}
    </div>
  );
}
