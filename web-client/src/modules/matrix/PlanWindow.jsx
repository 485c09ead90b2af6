// SPDX-License-Identifier: AGPL-3.0-or-later
// What saving will do, rule by rule; then does it, and offers to take it all back.
import { Modal } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { del, etagOf, patch, post } from '../../api/client.js';
import { invalidatePath } from '../../api/saves.js';
import { useRefName } from '../../api/refs.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useTranslation } from '../../i18n/index.js';
import { useValueName } from './words.js';

const TARGET = { role_ids: 'role', department_ids: 'department', user_ids: 'user' };

/** Writes one after the other; gives the change sets, so that all can be undone. */
async function carryOut(plan, resource, audience, nameFor) {
  const sets = [];
  const note = ({ changeSet }) => { if (changeSet) sets.push(changeSet); };
  try {
    for (const { rule, to } of plan.change) note(await patch('/matrix-rules/' + rule.id, { values: to.values, can_write: to.can_write, name: nameFor(to) }, { etag: etagOf(rule.version) }));
    for (const rule of plan.create) note(await post('/matrix-rules', { name: nameFor(rule), resource: resource.name, [audience.key]: [audience.id], values: rule.values, can_write: rule.can_write }));
    for (const rule of plan.remove) note(await del('/matrix-rules/' + rule.id, { etag: etagOf(rule.version) }));
  } catch (error) {
    return { sets, error };
  }
  return { sets, error: null };
}

function Part({ title, rules, describe }) {
  if (!rules.length) return null;
  return <><h3>{title}</h3><ul className="gxx-plan">{rules.map((rule, at) => <li key={at}>{describe(rule)}</li>)}</ul></>;
}

/** @param {{plan: any, resource: any, audience: any, onClose: () => void}} props */
export function PlanWindow({ plan, resource, audience, onClose }) {
  const { t } = useTranslation('matrix');
  const feedback = useFeedback();
  const queryClient = useQueryClient();
  const refName = useRefName();
  const nameOf = useValueName(resource);
  const [busy, setBusy] = useState(false);
  const describe = (rule) => t(rule.can_write ? 'level.2' : 'level.1') + ' · ' + nameOf.values(rule.values);
  const whom = refName(TARGET[audience.key], audience.id);
  const nameFor = (rule) => (whom + ' ' + describe(rule)).slice(0, 100);
  const save = async () => {
    setBusy(true);
    const { sets, error } = await carryOut(plan, resource, audience, nameFor);
    invalidatePath(queryClient, 'matrix-rules');
    if (error) feedback.fail(error);
    if (sets.length) feedback.done(t('saved', { count: sets.length }), sets);
    onClose();
  };
  return (
    <Modal open title={t('planFor', { name: whom })} okText={t('save')} onOk={save} onCancel={onClose} confirmLoading={busy} width={720} destroyOnHidden>
      <Part title={t('create', { count: plan.create.length })} rules={plan.create} describe={describe} />
      <Part title={t('change', { count: plan.change.length })} rules={plan.change} describe={({ rule, to }) => describe(rule) + ' → ' + describe(to)} />
      <Part title={t('remove', { count: plan.remove.length })} rules={plan.remove} describe={(rule) => rule.name + '：' + describe(rule)} />
      <p className="gxm-note">{t('planNote')}</p>
    </Modal>
  );
}
