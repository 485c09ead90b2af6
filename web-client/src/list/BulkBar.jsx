// SPDX-License-Identifier: AGPL-3.0-or-later
// What can be done with the chosen rows: change one field, hand over, delete, and what modules add.
// What is written is one change set, so the toast can undo it.
import { App, Button, Form, Modal, Select } from 'antd';
import { CloseOutlined, DeleteOutlined, EditOutlined, SwapOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useMeta } from '../api/queries.js';
import { useBulk } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { Icon } from '../app/icons.jsx';
import { typeOf } from '../fields/index.js';
import { may } from '../meta/model.js';
import { bulkActions, entriesFor } from '../modules/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import OwnerWindow from './OwnerWindow.jsx';
import { canEditCell } from './CellEditor.jsx';

const NAMESPACES = ['common', ...new Set(bulkActions.map((action) => action.label.split(':')[0]).filter((name) => name !== 'common'))];
/** @type {Record<string, import('react').ComponentType<any>>} */
const WINDOWS = Object.fromEntries(bulkActions.map((action) => [action.key, lazy(action.load)]));

/** The rows meant: ids, or every row that matches the conditions. */
function targetOf(selection, query) {
  if (!selection.all) return { ids: [...selection.ids] };
  return { filter: query.filter ? JSON.parse(query.filter) : { and: [] }, ...(query.q ? { q: query.q } : {}) };
}

function useRun(resource, selection, query) {
  const { t } = useTranslation();
  const bulk = useBulk(resource);
  const { done, fail } = useFeedback();
  const { message } = App.useApp();
  const run = async (action, more) => {
    try {
      const { results, change_set_id: changeSet, job_id: job } = await bulk.mutateAsync({ action, ...targetOf(selection, query), ...more });
      selection.clear();
      if (job) return void message.info(t('list.bulkJob'));
      const bad = results.filter((item) => item.status !== 'ok').length;
      const ok = results.length - bad;
      done(bad ? t('list.bulkPart', { ok, bad }) : t('list.bulkDone', { count: ok }), ok ? changeSet : null);
    } catch (error) {
      fail(error);
    }
  };
  return { run, busy: bulk.isPending };
}

function ChangeWindow({ resource, onClose, onRun, busy }) {
  const { t } = useTranslation();
  const text = useText();
  const fields = resource.fields.filter((field) => canEditCell(resource, field) && !field.unique && field.name !== resource.name_field);
  const [name, setName] = useState(fields[0]?.name);
  const [value, setValue] = useState(null);
  const field = resource.field[name];
  const { Input } = typeOf(field);
  const choose = (next) => {
    setName(next);
    setValue(null);
  };
  return (
    <Modal open title={t('list.bulkUpdate')} onCancel={onClose} onOk={() => onRun({ [name]: value })} okText={t('save')} cancelText={t('cancel')} confirmLoading={busy}>
      <Form layout="vertical">
        <Form.Item label={t('list.bulkField')} htmlFor="gx-bulk-field">
          <Select id="gx-bulk-field" value={name} onChange={choose} showSearch={{ optionFilterProp: 'label' }} options={fields.map((item) => ({ value: item.name, label: text(item.label) }))} />
        </Form.Item>
        <Form.Item label={t('list.bulkValue')} htmlFor="gx-bulk-value"><Input key={name} id="gx-bulk-value" field={field} value={value} onChange={setValue} record={{}} /></Form.Item>
      </Form>
    </Modal>
  );
}

/** What modules do with the rows. */
function Special(props) {
  const { t } = useTranslation(NAMESPACES);
  const meta = useMeta();
  const [open, setOpen] = useState('');
  const Window = WINDOWS[open];
  return (
    <>
      {entriesFor(bulkActions, meta, props.resource).map((action) => <Button key={action.key} size="small" icon={<Icon name={action.icon} />} onClick={() => setOpen(action.key)}>{t(action.label)}</Button>)}
      <Suspense fallback={null}>{Window ? <Window {...props} onClose={() => setOpen('')} /> : null}</Suspense>
    </>
  );
}

/** @param {{resource: any, selection: any, list: any, query: any}} props */
export default function BulkBar({ resource, selection, list, query }) {
  const { t } = useTranslation();
  const text = useText();
  const { modal } = App.useApp();
  const { run, busy } = useRun(resource, selection, query);
  const [open, setOpen] = useState('');
  const finish = (action, more) => run(action, more).then(() => setOpen(''));
  const many = selection.all ? list.count?.value ?? '' : selection.count;
  const remove = () => modal.confirm({
    title: t('list.deleteAsk', { count: many, title: text(selection.count === 1 ? resource.title : resource.titles ?? resource.title) }), content: t('list.deleteHint'), okText: t('delete'), okButtonProps: { danger: true }, cancelText: t('cancel'),
    onOk: () => run('delete'),
  });
  const bulk = may(resource, 'bulk');
  const offerAll = bulk && !selection.all && list.hasNextPage && selection.count >= list.rows.length;
  return (
    <div className="gx-bulk" role="toolbar" aria-label={t('list.rowActions')}>
      <span role="status">{selection.all ? t('list.allSelected') : t('selected', { count: selection.count })}</span>
      {offerAll ? <Button type="link" size="small" onClick={() => selection.setAll(true)}>{list.count?.exact ? t('list.allMatching', { count: list.count.value }) : t('list.allMatchingOpen')}</Button> : null}
      {bulk && may(resource, 'update') ? <Button size="small" icon={<EditOutlined />} onClick={() => setOpen('change')}>{t('list.bulkUpdate')}</Button> : null}
      {bulk && may(resource, 'transfer') ? <Button size="small" icon={<SwapOutlined />} onClick={() => setOpen('owner')}>{t('list.bulkTransfer')}</Button> : null}
      {bulk && may(resource, 'delete') ? <Button size="small" danger icon={<DeleteOutlined />} onClick={remove}>{t('list.bulkDelete')}</Button> : null}
      <Special resource={resource} selection={selection} list={list} query={query} />
      <span className="gx-grow" />
      <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('clear')} onClick={selection.clear} />
      {open === 'change' ? <ChangeWindow resource={resource} busy={busy} onClose={() => setOpen('')} onRun={(changes) => finish('update', { changes })} /> : null}
      {open === 'owner' ? <OwnerWindow title={t('list.bulkTransfer')} busy={busy} onClose={() => setOpen('')} onRun={(ownerId) => finish('transfer', { owner_id: ownerId })} /> : null}
    </div>
  );
}
