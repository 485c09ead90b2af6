// SPDX-License-Identifier: AGPL-3.0-or-later
// The head of a record: who it is, the few facts that matter, the next step, and
// what can be done with it. Previous/next follow the list one came from.
import { App, Button, Dropdown, Space } from 'antd';
import { ArrowLeftOutlined, DeleteOutlined, EditOutlined, EllipsisOutlined, LeftOutlined, LinkOutlined, RightOutlined, SwapOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { Link, useNavigate } from 'react-router-dom';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client.js';
import { useMeta } from '../api/queries.js';
import { invalidatePath, useDelete } from '../api/saves.js';
import { useFeedback } from '../app/feedback.jsx';
import { Icon } from '../app/icons.jsx';
import { useUi } from '../app/ui.jsx';
import { typeOf } from '../fields/index.js';
import { useForms } from '../form/FormHost.jsx';
import { may, recordName } from '../meta/model.js';
import { entriesFor, marks, recordActions } from '../modules/index.js';
import { useText, useTranslation } from '../i18n/index.js';
import { listUrl, neighbours } from '../list/memory.js';
import { usePrintMenu } from '../list/usePrintMenu.jsx';
import { Figures } from './Glance.jsx';
import { NextStep } from './NextStep.jsx';

const NAMESPACES = ['common', ...new Set(recordActions.map((action) => action.label.split(':')[0]).filter((name) => name !== 'common'))];
/** @type {Record<string, import('react').ComponentType<any>>} */
const WINDOWS = Object.fromEntries(recordActions.map((action) => [(action.resource ?? '') + action.key, lazy(action.load)]));
/** @type {Record<string, import('react').ComponentType<any>>} */
const MARKS = Object.fromEntries(marks.map((mark) => [mark.resource + mark.key, lazy(mark.load)]));
const OwnerWindow = lazy(() => import('../list/OwnerWindow.jsx'));
const HEADED = new Set(['next_step', 'next_step_on']);

function Facts({ resource, record }) {
  const text = useText();
  const names = (resource.layout.card ?? []).filter((name) => resource.field[name] && name !== resource.name_field && name !== 'code' && !(HEADED.has(name) && resource.field.next_step));
  if (!names.length && !resource.layout.overview?.figures?.length) return null;
  return (
    <dl className="gx-facts">
      {names.map((name) => {
        const field = resource.field[name];
        const { Cell } = typeOf(field);
        return <div key={name}><dt>{text(field.label)}</dt><dd><Cell field={field} value={record[name]} record={record} /></dd></div>;
      })}
      <Figures resource={resource} record={record} />
    </dl>
  );
}

/** What modules put below the name. */
function Marks({ resource, record }) {
  const meta = useMeta();
  return entriesFor(marks, meta, resource).map((mark) => {
    const Mark = MARKS[mark.resource + mark.key];
    return <Suspense key={mark.key} fallback={null}><Mark resource={resource} record={record} /></Suspense>;
  });
}

function Neighbours({ resource, id }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { previous, next, at, of } = neighbours(resource.path, id);
  if (at < 0) return null;
  const go = (to) => () => navigate('/' + resource.path + '/' + to, { replace: true });
  return (
    <span className="gx-neighbours">
      <Button type="text" size="small" icon={<LeftOutlined />} aria-label={t('detail.previous')} title={t('detail.previous')} disabled={!previous} onClick={go(previous)} />
      <span className="gx-quiet gx-num">{at + 1} / {of}</span>
      <Button type="text" size="small" icon={<RightOutlined />} aria-label={t('detail.next')} title={t('detail.next')} disabled={!next} onClick={go(next)} />
    </span>
  );
}

/** Deleting and handing over, with the words and the undo. */
function useDeeds(resource, record, etag) {
  const { t } = useTranslation();
  const text = useText();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { done, fail } = useFeedback();
  const drop = useDelete(resource);
  const words = { title: text(resource.title), name: recordName(resource, record) };
  const remove = () => modal.confirm({
    title: String(t('detail.deleteAsk', words)), content: t('list.deleteHint'), okText: t('delete'), okButtonProps: { danger: true }, cancelText: t('cancel'),
    onOk: async () => {
      try {
        const { changeSet } = await drop.mutateAsync({ id: record.id, etag });
        navigate(listUrl(resource.path), { replace: true });
        done(String(t('detail.deleted', words)), changeSet);
      } catch (error) {
        fail(error);
      }
    },
  });
  const transfer = async (ownerId) => {
    try {
      const { changeSet } = await post('/' + resource.path + '/' + record.id + '/transfer', { owner_id: ownerId }, { etag });
      invalidatePath(queryClient, resource.path);
      done(String(t('detail.transferTitle', words)), changeSet);
      return true;
    } catch (error) {
      fail(error);
      return false;
    }
  };
  return { remove, transfer };
}

function Actions({ resource, record, etag }) {
  const { t } = useTranslation(NAMESPACES);
  const text = useText();
  const meta = useMeta();
  const { phone } = useUi();
  const forms = useForms();
  const { message } = App.useApp();
  const { remove, transfer } = useDeeds(resource, record, etag);
  const [open, setOpen] = useState('');
  const special = entriesFor(recordActions, meta, resource, record);
  const print = usePrintMenu({ resource, record });
  const keyOf = (action) => (action.resource ?? '') + action.key;
  const Window = WINDOWS[open];
  const copy = async () => {
    await navigator.clipboard.writeText(window.location.href);
    message.success(t('copied'));
  };
  const items = [
    ...special.filter((action) => !action.primary).map((action) => ({ key: keyOf(action), icon: <Icon name={action.icon} />, label: t(action.label), onClick: () => setOpen(keyOf(action)) })),
    ...(may(resource, 'transfer') ? [{ key: 'transfer', icon: <SwapOutlined />, label: t('list.bulkTransfer'), onClick: () => setOpen('transfer') }] : []),
    { key: 'copy', icon: <LinkOutlined />, label: t('detail.copyLink'), onClick: copy },
    print.item,
    ...(may(resource, 'delete') ? [{ type: /** @type {const} */ ('divider') }, { key: 'delete', icon: <DeleteOutlined />, danger: true, label: t('delete'), onClick: remove }] : []),
  ];
  return (
    <Space wrap size="small" className="gx-detail-actions">
      {special.filter((action) => action.primary).map((action) => <Button key={keyOf(action)} type="primary" icon={<Icon name={action.icon} />} onClick={() => setOpen(keyOf(action))}>{t(action.label)}</Button>)}
      {may(resource, 'update') ? <Button icon={<EditOutlined />} aria-label={t('edit')} onClick={() => forms.open({ resource: resource.name, id: record.id })}>{phone ? null : t('edit')}</Button> : null}
      <Dropdown menu={{ items }} trigger={['click']}><Button icon={<EllipsisOutlined />} aria-label={t('detail.actions')} /></Dropdown>
      {/* keys: a window stays when the buttons before it change with the record */}
      <Suspense key="transfer" fallback={null}>{open === 'transfer' ? <OwnerWindow title={t('detail.transferTitle', { title: text(resource.title) })} onClose={() => setOpen('')} onRun={async (owner) => { if (await transfer(owner)) setOpen(''); }} /> : null}</Suspense>
      {print.window}
      <Suspense key="window" fallback={null}>{Window ? <Window resource={resource} record={record} etag={etag} onClose={() => setOpen('')} onDone={() => setOpen('')} /> : null}</Suspense>
    </Space>
  );
}

/** @param {{resource: any, record: any, etag: string|null}} props */
export function DetailHead({ resource, record, etag }) {
  const { t } = useTranslation();
  const text = useText();
  const title = text(resource.titles ?? resource.title);
  const { Cell: Code } = typeOf({ type: 'code' });
  return (
    <header className="gx-detail-head">
      <div className="gx-detail-path">
        <Link to={listUrl(resource.path)} className="gx-back"><ArrowLeftOutlined aria-hidden="true" /> {title}</Link>
        <span className="gx-grow" />
        <Neighbours resource={resource} id={record.id} />
      </div>
      <div className="gx-detail-title">
        <span className="gx-detail-icon"><Icon name={resource.icon} /></span>
        <div className="gx-grow">
          <h1 className="gx-title">{recordName(resource, record)}</h1>
          <div className="gx-detail-sub">{record.code && resource.name_field !== 'code' ? <Code value={record.code} /> : <span>{text(resource.title)}</span>}</div>
          <Marks resource={resource} record={record} />
        </div>
        <Actions resource={resource} record={record} etag={etag} />
      </div>
      <Facts resource={resource} record={record} />
      {resource.field.next_step ? <NextStep resource={resource} record={record} etag={etag} label={t('detail.nextStep')} /> : null}
    </header>
  );
}
