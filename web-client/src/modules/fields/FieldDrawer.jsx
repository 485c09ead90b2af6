// SPDX-License-Identifier: AGPL-3.0-or-later
// One definition: titles in the languages, and what its type asks for.
import { Button, Drawer, Form, Select, Space } from 'antd';
import { useMemo } from 'react';
import { fieldErrors, isProblem } from '../../api/problem.js';
import { useMeta } from '../../api/queries.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { useUi } from '../../app/ui.jsx';
import { useConflict } from '../../detail/useConflict.jsx';
import { FieldItem, showErrors } from '../../form/FieldItem.jsx';
import { bodyOf, changesOf, defaultsOf, isEntry } from '../../form/rules.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { ChoiceRows } from './ChoiceRows.jsx';
import { definitionOf, isLength, partsOf } from './draft.js';

const TITLES = ['label_zh', 'label_en', 'label_tw', 'position', 'description'];
const TARGETS = new Set(['owned', 'public_read']);

function Choose({ name, options, prefix, required = false }) {
  const text = useText();
  const { field } = useMeta().byName.custom_field;
  const { t } = useTranslation();
  const label = text(field[name].label);
  return (
    <Form.Item name={name} label={label} htmlFor={prefix + name} rules={required ? [{ required: true, message: t('rule.required', { label }) }] : []}>
      <Select id={prefix + name} aria-label={label} allowClear={!required} showSearch={{ optionFilterProp: 'label' }} options={options} />
    </Form.Item>
  );
}

/** The default of a choice or of a yes or no is chosen, others are typed. */
function DefaultValue({ type, choices, prefix }) {
  const text = useText();
  const { t } = useTranslation('fields');
  const { field } = useMeta().byName.custom_field;
  if (type === 'boolean') return <Choose name="default_value" prefix={prefix} options={['true', 'false'].map((value) => ({ value, label: t('default.' + value) }))} />;
  if (type !== 'choice') return <FieldItem field={field.default_value} prefix={prefix} />;
  const kept = (choices ?? []).filter((choice) => choice?.value);
  return kept.length ? <Choose name="default_value" prefix={prefix} options={kept.map((choice) => ({ value: choice.value, label: text(choice.label) }))} /> : null;
}

function Part({ name, type, values, record, prefix }) {
  const meta = useMeta();
  const text = useText();
  const { t } = useTranslation('fields');
  const field = meta.byName.custom_field.field[name];
  if (!field || !isEntry(field, !record)) return null;
  if (name === 'choices') return null;
  if (name === 'default_value') return <DefaultValue type={type} choices={values.choices} prefix={prefix} />;
  if (name === 'target') {
    const targets = meta.resources.filter((resource) => TARGETS.has(resource.access ?? ''));
    return <Choose name="target" required prefix={prefix} options={targets.map((resource) => ({ value: resource.name, label: text(resource.title) }))} />;
  }
  const shown = name === 'max_value' && isLength(type) ? { ...field, label: t('length') } : field;
  return <FieldItem field={shown} record={record} prefix={prefix} />;
}

/** What the server says about a value, in the words of this page. */
function worded(errors, t) {
  return Object.fromEntries(Object.entries(errors).map(([name, error]) => [name,
    error.code === 'invalid' ? { code: 'said', message: t('wrong.' + name, { defaultValue: error.message }) } : error]));
}

function useSubmit({ resource, of, record, form, onClose }) {
  const { t: common } = useTranslation();
  const { t } = useTranslation('fields');
  const { mutateAsync: save, isPending } = useSave(resource);
  const { fail } = useFeedback();
  const [conflict, settle] = useConflict(resource);
  const submit = async (typed) => {
    const values = definitionOf(typed, record?.type ?? typed.type);
    const changes = record ? changesOf(record, values, resource.field) : bodyOf({ ...values, resource: of.name });
    if (!Object.keys(changes).length) return void onClose();
    try {
      await save({ id: record?.id, version: record?.version, changes });
      onClose();
    } catch (error) {
      if (isProblem(error, 'version_conflict')) {
        if (await settle(error, record, changes)) onClose();
      } else if (!showErrors(form, worded(fieldErrors(error), t), resource, common)) fail(error);
    }
  };
  return { submit, busy: isPending, conflict };
}

/** @param {{of: any, record: any, onClose: () => void}} props */
export function FieldDrawer({ of, record, onClose }) {
  const { t } = useTranslation('fields');
  const { t: common } = useTranslation();
  const text = useText();
  const { phone } = useUi();
  const resource = useMeta().byName.custom_field;
  const [form] = Form.useForm();
  const initial = useMemo(() => record ?? { ...defaultsOf(resource), type: 'text' }, [record, resource]);
  const values = Form.useWatch([], form) ?? initial;
  const type = record?.type ?? values.type;
  const parts = partsOf(type);
  const { submit, busy, conflict } = useSubmit({ resource, of, record, form, onClose });
  const prefix = 'cf-';
  const kinds = resource.field.type.choices ?? [];
  return (
    <Drawer open title={record ? text({ 'zh-CN': record.label_zh, 'zh-TW': record.label_tw || record.label_zh, en: record.label_en }) : t('new', { title: text(of.title) })}
      size={phone ? '100%' : 720} onClose={onClose} destroyOnHidden maskClosable={false}
      footer={<Space><Button type="primary" loading={busy} onClick={form.submit}>{t('save')}</Button><Button onClick={onClose}>{common('cancel')}</Button></Space>}>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={submit} disabled={busy}>
        <div className="gx-form-grid">
          {record
            ? <Form.Item label={text(resource.field.type.label)}><span>{text(kinds.find((kind) => kind.value === type)?.label)}</span></Form.Item>
            : <Choose name="type" required prefix={prefix} options={kinds.map((kind) => ({ value: kind.value, label: text(kind.label) }))} />}
          {TITLES.map((name) => <FieldItem key={name} field={resource.field[name]} record={record} prefix={prefix} />)}
          <FieldItem field={resource.field.is_required} record={record} prefix={prefix} />
          {parts.map((name) => <Part key={type + name} name={name} type={type} values={values} record={record} prefix={prefix} />)}
        </div>
        {parts.includes('choices') ? <ChoiceRows record={record} /> : null}
      </Form>
      <p className="gxm-note">{t(record ? 'hint.change' : 'hint.new')}</p>
      {conflict}
    </Drawer>
  );
}
