// SPDX-License-Identifier: AGPL-3.0-or-later
// All fields by group. A group is edited in place and saved on its own; what is
// empty stays quiet; the last group tells where the record comes from.
import { Button, Form, Space } from 'antd';
import { EditOutlined, LockOutlined } from '@ant-design/icons';
import { Suspense, lazy, useState } from 'react';
import { useSave } from '../api/saves.js';
import { fieldErrors, isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { typeOf } from '../fields/index.js';
import { FieldItem, showErrors } from '../form/FieldItem.jsx';
import { useFollow } from '../form/follow.js';
import { changesOf, isEntry, isShown } from '../form/rules.js';
import { formGroups, may } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { useAsOpened } from '../app/useAsOpened.js';
import { ShortLists } from './Glance.jsx';
import { useConflict } from './useConflict.jsx';

const AccessDrawer = lazy(() => import('../modules/access/AccessDrawer.jsx'));
const SYSTEM = ['owner_id', 'department_id', 'created_at', 'created_by', 'updated_at', 'updated_by'];

function Value({ field, record }) {
  const text = useText();
  const { Cell, wide } = typeOf(field);
  return (
    <div className={'gx-value' + (wide ? ' gx-wide' : '')}>
      <dt>{text(field.label)}</dt>
      <dd><Cell field={field} value={record[field.name]} record={record} /></dd>
    </div>
  );
}

function GroupForm({ resource, record: now, etag: tag, group, onClose }) {
  const { record, etag } = useAsOpened({ record: now, etag: tag });
  const { t } = useTranslation();
  const text = useText();
  const [form] = Form.useForm();
  const save = useSave(resource);
  const { done, fail } = useFeedback();
  const [conflict, settle] = useConflict(resource);
  const follow = useFollow(resource);
  const values = Form.useWatch([], form) ?? record;
  const names = group.fields.filter((name) => isShown(resource.field[name], false));
  const submit = async (entered) => {
    const changes = changesOf(record, entered, resource.field);
    if (!Object.keys(changes).length) return onClose();
    try {
      const { changeSet } = await save.mutateAsync({ id: record.id, etag, changes });
      done(t('form.saved', { title: text(group.title) || text(resource.title) }), changeSet);
      return onClose();
    } catch (error) {
      if (isProblem(error, 'version_conflict')) return (await settle(error, record, changes)) ? onClose() : undefined;
      return showErrors(form, fieldErrors(error), resource, t) ? undefined : fail(error);
    }
  };
  const onKeyDown = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.submit();
    if (event.key === 'Escape') onClose();
  };
  const initial = Object.fromEntries(names.map((name) => [name, record[name]]));
  return (
    <div onKeyDown={onKeyDown}>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={submit} onValuesChange={(changes, all) => form.setFieldsValue(follow(changes, { ...record, ...all }))} disabled={save.isPending}>
        <div className="gx-form-grid">{names.map((name, at) => <FieldItem key={name} field={resource.field[name]} record={{ ...record, ...values }} prefix="g-" autoFocus={at === 0} />)}</div>
        <Space><Button type="primary" htmlType="submit" loading={save.isPending}>{t('save')}</Button><Button onClick={onClose}>{t('cancel')}</Button><span className="gx-quiet gx-wide-only">{t('form.keys')}</span></Space>
      </Form>
      {conflict}
    </div>
  );
}

/** Beside a group that this person cannot edit: why. */
function WhyNot({ resource, record, field }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="text" size="small" icon={<LockOutlined />} aria-label={t('detail.whyNot')} title={t('detail.whyNot')} onClick={() => setOpen(true)} />
      <Suspense fallback={null}>{open ? <AccessDrawer resource={resource} record={record} start={{ field }} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}

function Group({ resource, record, etag, group, editable, asks }) {
  const { t } = useTranslation();
  const text = useText();
  const [editing, setEditing] = useState(false);
  const title = text(group.title) || t('detail.overview');
  const can = editable && group.fields.some((name) => isEntry(resource.field[name], false));
  return (
    <section className="gx-group">
      <h2>
        <span>{title}</span>
        {can && !editing ? <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('detail.editGroup', { group: title })} onClick={() => setEditing(true)} /> : null}
        {can || !asks ? null : <WhyNot resource={resource} record={record} field={group.fields[0]} />}
      </h2>
      {editing
        ? <GroupForm resource={resource} record={record} etag={etag} group={group} onClose={() => setEditing(false)} />
        : <dl className="gx-values" onDoubleClick={() => can && setEditing(true)}>{group.fields.map((name) => <Value key={name} field={resource.field[name]} record={record} />)}</dl>}
    </section>
  );
}

/** @param {{resource: any, record: any, etag: string|null}} props */
export function Overview({ resource, record, etag }) {
  const { t } = useTranslation();
  const editable = may(resource, 'update');
  const groups = formGroups(resource);
  const grouped = new Set(groups.flatMap((group) => group.fields));
  const system = SYSTEM.filter((name) => resource.field[name] && !grouped.has(name));
  return (
    <div className="gx-overview">
      <ShortLists resource={resource} record={record} />
      {groups.map((group, at) => <Group key={at} resource={resource} record={record} etag={etag} group={group} editable={editable} asks />)}
      {system.length ? <Group resource={resource} record={record} etag={etag} group={{ title: t('detail.record'), fields: system }} editable={false} asks={false} /> : null}
    </div>
  );
}
