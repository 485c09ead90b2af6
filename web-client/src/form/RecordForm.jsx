// SPDX-License-Identifier: AGPL-3.0-or-later
// The form of any resource in a drawer: groups in two columns, checks while
// typing, Ctrl-Enter saves, the server's errors on their fields, nothing lost by
// a failed save or a stray click.
import { App, Button, Drawer, Form, Skeleton, Space } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useMeta, useRecord } from '../api/queries.js';
import { useSave } from '../api/saves.js';
import { fieldErrors, isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { useUi } from '../app/ui.jsx';
import { formGroups } from '../meta/model.js';
import { useText, useTranslation } from '../i18n/index.js';
import { useConflict } from '../detail/useConflict.jsx';
import { FieldItem, showErrors } from './FieldItem.jsx';
import { useFollow } from './follow.js';
import { bodyOf, changesOf, defaultsOf, dependentsOf, isShown } from './rules.js';
import { Similar } from './Similar.jsx';
import { keepReason, useAnyway } from './useAnyway.jsx';

const NONE = {};

function Groups({ resource, groups, record, prefix }) {
  const text = useText();
  const first = groups[0]?.fields[0];
  return groups.map((group, at) => (
    <fieldset key={at} className="gx-form-group">
      {text(group.title) ? <legend>{text(group.title)}</legend> : null}
      <div className="gx-form-grid">
        {group.fields.map((name) => <FieldItem key={name} field={resource.field[name]} record={record} prefix={prefix} autoFocus={name === first} />)}
      </div>
    </fieldset>
  ));
}

/** Asks before what was typed is thrown away; also when the window is closed. */
function useGuard(dirty, leave) {
  const { modal } = App.useApp();
  const { t } = useTranslation();
  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
  return () => {
    if (!dirty) return void leave();
    modal.confirm({ title: t('form.unsaved'), content: t('form.unsavedHint'), okText: t('form.leave'), cancelText: t('form.stay'), okButtonProps: { danger: true }, onOk: leave });
  };
}

/** Saves and tells; gives the record, or null when the person has to go on. */
function useSubmit({ resource, form, record, etag, settle }) {
  const { t } = useTranslation();
  const save = useSave(resource);
  const { fail } = useFeedback();
  const { message } = App.useApp();
  const key = useRef(crypto.randomUUID());
  const submit = async (values) => {
    const changes = record ? changesOf(record, values, resource.field) : bodyOf(values);
    if (record && !Object.keys(changes).length) {
      message.info(t('form.nothing'));
      return record;
    }
    try {
      const answer = await save.mutateAsync({ id: record?.id, etag, version: record?.version, changes, key: key.current });
      return answer.record;
    } catch (error) {
      key.current = crypto.randomUUID();
      if (isProblem(error, 'version_conflict')) return settle(error, record, changes);
      const placed = showErrors(form, fieldErrors(error), resource, t);
      if (placed) message.error(t('form.check', { count: placed }));
      else fail(error);
      return null;
    }
  };
  return { submit, busy: save.isPending };
}

/** The drawer once its record (if any) is there. */
function Body({ resource, record, etag, defaults, title, depth, onClose }) {
  const { t } = useTranslation();
  const text = useText();
  const { phone } = useUi();
  const [form] = Form.useForm();
  const [dirty, setDirty] = useState(false);
  const follow = useFollow(resource);
  const again = useRef(false);
  const [likely, setLikely] = useState(false);
  const creating = !record;
  const prefix = 'f' + depth + '-';
  const groups = useMemo(() => formGroups(resource)
    .map((group) => ({ ...group, fields: group.fields.filter((name) => isShown(resource.field[name], creating)) })).filter((group) => group.fields.length), [resource, creating]);
  const hidden = useMemo(() => {
    const shown = new Set(groups.flatMap((group) => group.fields));
    return Object.fromEntries(Object.entries(defaults ?? {}).filter(([name]) => !shown.has(name) && resource.field[name]));
  }, [groups, defaults, resource]);
  const initial = useMemo(() => record ?? { ...defaultsOf(resource), ...defaults }, [record, resource, defaults]);
  const values = Form.useWatch([], form) ?? initial;
  const [conflict, settle] = useConflict(resource);
  const { submit, busy } = useSubmit({ resource, form, record, etag, settle });
  const leave = useGuard(dirty, () => onClose(null));
  const [window, anyway] = useAnyway();
  const finish = async (typed) => {
    const reason = creating && likely ? await anyway() : undefined;
    if (reason === null) return;
    const saved = await submit({ ...hidden, ...typed });
    if (!saved) return;
    if (reason) await keepReason(resource, saved.id, reason);
    setDirty(false);
    if (!again.current) return void onClose(saved);
    again.current = false;
    form.resetFields();
  };
  const send = (repeat) => {
    again.current = repeat;
    form.submit();
  };
  const entered = (changes, all) => {
    setDirty(true);
    const empty = Object.keys(changes).flatMap((name) => dependentsOf(resource, name)).map((name) => [name, null]);
    const more = { ...Object.fromEntries(empty), ...follow(changes, all) };
    if (Object.keys(more).length) form.setFieldsValue(more);
  };
  /** Before the field sees the key: an open list of choices would take Enter for a choice. What lies over the form (a condition) has its own keys. */
  const onKeys = (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.currentTarget.contains(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    send(false);
  };
  const footer = (
    <div onKeyDownCapture={onKeys}>
      {creating && resource.match?.length ? <Similar resource={resource} values={dirty ? values : NONE} onVisit={() => onClose(null)} onLikely={setLikely} /> : null}
      <div className="gx-buttons gx-spread">
        <span className="gx-quiet gx-wide-only">{t('form.keys')}</span>
        <Space>
          <Button onClick={leave}>{t('cancel')}</Button>
          {creating && depth === 0 && !phone ? <Button disabled={busy} onClick={() => send(true)}>{t('form.saveNew')}</Button> : null}
          <Button type="primary" loading={busy} onClick={() => send(false)}>{t('save')}</Button>
        </Space>
      </div>
    </div>
  );
  const heading = title ?? t(creating ? 'form.create' : 'form.edit', { title: text(resource.title) });
  return (
    <Drawer open onClose={leave} title={heading} size={phone ? '100%' : 760 - depth * 60} footer={footer} resizable={!phone} destroyOnHidden maskClosable={!dirty}>
      <div onKeyDownCapture={onKeys}>
        <Form form={form} layout="vertical" initialValues={initial} onFinish={finish} onValuesChange={entered} onFinishFailed={() => { again.current = false; }} disabled={busy}>
          <Groups resource={resource} groups={groups} record={{ ...record, ...values }} prefix={prefix} />
        </Form>
      </div>
      {conflict}
      {window}
    </Drawer>
  );
}

/** @param {{resource: string, id?: string, defaults?: any, title?: string, depth: number, onClose: (record?: any) => void}} props */
export default function RecordForm({ resource: name, id, defaults, title, depth, onClose }) {
  const resource = useMeta().byName[name];
  const { record, etag, error } = useRecord(resource, id);
  const { fail } = useFeedback();
  const { phone } = useUi();
  useEffect(() => {
    if (!error) return;
    fail(error);
    onClose(null);
  }, [error]);
  const frozen = useRef(null);
  if (record && !frozen.current) frozen.current = { record, etag };
  if (id && !frozen.current) return <Drawer open size={phone ? '100%' : 760} onClose={() => onClose(null)}><Skeleton active /></Drawer>;
  return <Body resource={resource} record={frozen.current?.record} etag={frozen.current?.etag} defaults={defaults} title={title} depth={depth} onClose={onClose} />;
}
