// SPDX-License-Identifier: AGPL-3.0-or-later
// The window of 写跟进 for one record. Counted by a test: type, text, next step and
// its day, save, in at most six actions; call is chosen already, the text has the
// focus, Ctrl-Enter saves.
import { App, Button, DatePicker, Form, Input, Modal, Select, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useRef, useState } from 'react';
import { useShortList } from '../../api/queries.js';
import { usePost } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { recordName } from '../../meta/model.js';
import { useMeta } from '../../api/queries.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { CHIPS, dayOf } from './dates.js';
import '../modules.css';

const KINDS = ['call', 'visit', 'email', 'meeting'];

/** The next step: a line and a day, by one click on a chip. */
function NextStep({ form }) {
  const { t } = useTranslation('followup');
  const day = Form.useWatch('next_step_on', form);
  return (
    <>
      <Form.Item name="next_step" label={t('nextStep')}>
        <Input maxLength={200} placeholder={t('nextHint')} autoComplete="off" />
      </Form.Item>
      <div className="gxm-chips" role="group" aria-label={t('nextDay')}>
        {CHIPS.map((chip) => (
          <Button key={chip} size="small" type={day && day.format('YYYY-MM-DD') === dayOf(chip) ? 'primary' : 'default'} onClick={() => form.setFieldValue('next_step_on', dayjs(dayOf(chip)))}>
            {t('chip.' + chip)}
          </Button>
        ))}
        <Form.Item name="next_step_on" noStyle><DatePicker size="small" aria-label={t('nextDay')} minDate={dayjs()} placeholder={t('otherDay')} /></Form.Item>
      </div>
    </>
  );
}

/** The stages of the deal's pipeline. */
function StageMove({ record }) {
  const { t } = useTranslation('followup');
  const { rows } = useShortList('stages', { pipeline_id: record.pipeline_id, sort: 'position', limit: 50 }, { enabled: Boolean(record.pipeline_id) });
  return (
    <Form.Item name="stage_id" label={t('stage')}>
      <Select options={rows.map((stage) => ({ value: stage.id, label: stage.name }))} />
    </Form.Item>
  );
}

function Choices({ name, label, field }) {
  const text = useText();
  return (
    <Form.Item name={name} label={label}>
      <Select allowClear options={(field?.choices ?? []).map((choice) => ({ value: choice.value, label: text(choice.label) }))} />
    </Form.Item>
  );
}

const bodyOf = (resource, record, values) => {
  const day = values.next_step_on ? values.next_step_on.format('YYYY-MM-DD') : null;
  const stage = values.stage_id && values.stage_id !== record.stage_id ? values.stage_id : null;
  return {
    parent_resource: resource.name, parent_id: record.id, kind: values.kind, body: values.body.trim(),
    outcome: values.outcome ?? null, next_step: values.next_step?.trim() || null, next_step_on: day, ...(stage ? { stage_id: stage } : {}),
  };
};

/** Keeps what was typed until it is saved or thrown away on purpose. */
function useLeave(form, onClose) {
  const { modal } = App.useApp();
  const { t } = useTranslation('followup');
  return () => {
    const typed = form.getFieldValue('body') || form.getFieldValue('next_step');
    if (!typed) return onClose();
    return modal.confirm({ title: t('discard'), okText: t('discardYes'), cancelText: t('keep'), onOk: onClose });
  };
}

/** @param {{resource: any, record: any, onClose: () => void, onDone?: () => void}} props */
export default function FollowUpWindow({ resource, record, onClose, onDone }) {
  const { t } = useTranslation('followup');
  const activity = useMeta().byName.activity;
  const feedback = useFeedback();
  const [form] = Form.useForm();
  const { mutateAsync: send, isPending } = usePost();
  const [problem, setProblem] = useState('');
  const text = useRef(/** @type {any} */ (null));
  const leave = useLeave(form, onClose);

  const save = async () => {
    const values = await form.validateFields().catch(() => null);
    if (!values || isPending) return;
    try {
      const { changeSet } = await send({ to: '/follow-ups', body: bodyOf(resource, record, values) });
      feedback.done(t('saved'), changeSet);
      onDone?.();
      onClose();
    } catch (error) {
      setProblem(feedback.sentence(error));
    }
  };
  const keys = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); }
  };
  return (
    <Modal open title={t('titleFor', { name: recordName(resource, record) })} okText={t('save')} onOk={save} onCancel={leave} confirmLoading={isPending}
      afterOpenChange={(open) => open && text.current?.focus()} width={560} destroyOnHidden>
      <Form form={form} layout="vertical" onKeyDown={keys} initialValues={{ kind: 'call', stage_id: record.stage_id }} className="gxm-followup">
        <Form.Item name="kind" label={t('kind')}>
          <Segmented block options={KINDS.map((kind) => ({ value: kind, label: t('kinds.' + kind) }))} />
        </Form.Item>
        <Form.Item name="body" label={t('text')} rules={[{ required: true, whitespace: true, message: t('textNeeded') }]}>
          <Input.TextArea ref={text} autoSize={{ minRows: 4, maxRows: 10 }} maxLength={50000} placeholder={t('textHint')} />
        </Form.Item>
        <NextStep form={form} />
        <div className="gxm-two">
          {resource.name === 'opportunity' && record.stage_id ? <StageMove record={record} /> : null}
          <Choices name="outcome" label={t('outcome')} field={activity?.field.outcome} />
        </div>
      </Form>
      {problem ? <p role="alert" className="gxm-problem">{problem}</p> : null}
    </Modal>
  );
}
