// SPDX-License-Identifier: AGPL-3.0-or-later
// The organisation of a customer as its contacts tell it, with people who hold a post there beside
// another company. A person gets another manager, or somebody new below him, in place.
import { Alert, Button, Empty, Modal, Select, Skeleton } from 'antd';
import { PlusOutlined, SwapOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { useMeta } from '../../api/queries.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { typeOf } from '../../fields/index.js';
import { useForms } from '../../form/FormHost.jsx';
import { useTranslation } from '../../i18n/index.js';
import { may } from '../../meta/model.js';
import { Chart } from './Chart.jsx';
import { managersFor } from './people.js';
import { useAccountPeople } from './usePeople.js';

const mayMove = (resource) => may(resource, 'update') && Boolean(resource.field.reports_to_id?.writable);

function ManagerWindow({ people, person, onClose }) {
  const { t } = useTranslation('chart');
  const { byName } = useMeta();
  const { done, fail } = useFeedback();
  const target = person.post ?? person.contact;
  const save = useSave(person.post ? byName.employment : byName.contact);
  const [manager, setManager] = useState(person.manager ?? undefined);
  const options = useMemo(() => managersFor(people, person).map((other) => ({ value: other.id, label: [other.name, other.job_title].filter(Boolean).join(' · ') })), [people, person]);
  const put = async () => {
    try {
      const { changeSet } = await save.mutateAsync({ id: target.id, version: target.version, changes: { reports_to_id: manager ?? null } });
      done(t('moved', { name: person.name }), changeSet);
      onClose();
    } catch (error) {
      fail(error);
    }
  };
  return (
    <Modal open title={t('move', { name: person.name })} okText={t('moveIt')} okButtonProps={{ disabled: (manager ?? null) === person.manager }} confirmLoading={save.isPending} onOk={put} onCancel={onClose} destroyOnHidden>
      <label className="gxo-manager">{t('manager')}
        <Select className="gx-fill" allowClear autoFocus showSearch={{ optionFilterProp: 'label' }} value={options.some((option) => option.value === manager) ? manager : undefined} options={options} onChange={setManager} placeholder={t('nobody')} aria-label={t('manager')} />
      </label>
    </Modal>
  );
}

/** @param {{resource: any, record: any}} props */
export default function AccountPanel({ record }) {
  const { t } = useTranslation('chart');
  const { byName } = useMeta();
  const forms = useForms();
  const { sentence } = useFeedback();
  const { people, isPending, error, more } = useAccountPeople(record.id);
  const [moving, setMoving] = useState(/** @type {any} */ (null));
  const { contact, employment } = byName;
  const part = contact.field.influence;
  const { Cell } = typeOf(part ?? { type: 'text' });
  const add = (manager) => forms.open({ resource: 'contact', defaults: { account_id: record.id, ...(manager ? { reports_to_id: manager } : {}) } });
  if (error) return <Alert type="error" showIcon title={sentence(error)} />;
  if (isPending) return <Skeleton active className="gxm-pad" />;
  if (!people.length) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('empty')}>{may(contact, 'create') ? <Button icon={<PlusOutlined />} onClick={() => add(null)}>{t('first')}</Button> : null}</Empty>;
  return (
    <>
      {more ? <Alert type="info" showIcon title={t('many')} className="gxm-block" /> : null}
      {people.some((person) => person.manager) ? null : <p className="gxm-note">{t('flat')}</p>}
      <Chart people={people} label={t('title')}
        facts={(node) => (part && node.contact.influence ? <Cell field={part} value={node.contact.influence} record={node.contact} /> : null)}
        acts={(node, tab) => (
          <>
            {may(contact, 'create') ? <Button size="small" type="text" tabIndex={tab} icon={<PlusOutlined />} aria-label={t('add', { name: node.name })} title={t('add', { name: node.name })} onClick={() => add(node.id)} /> : null}
            {mayMove(node.post ? employment : contact) ? <Button size="small" type="text" tabIndex={tab} icon={<SwapOutlined />} aria-label={t('move', { name: node.name })} title={t('move', { name: node.name })} onClick={() => setMoving(node)} /> : null}
          </>
        )} />
      {moving ? <ManagerWindow people={people} person={moving} onClose={() => setMoving(null)} /> : null}
    </>
  );
}
