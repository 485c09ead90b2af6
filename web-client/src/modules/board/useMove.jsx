// SPDX-License-Identifier: AGPL-3.0-or-later
// What happens when a card is dropped: at most one question (what the new stage
// needs and the record has not), one PATCH, and a toast that undoes it.
import { Form, Modal } from 'antd';
import { useState } from 'react';
import { fetchRecord } from '../../api/queries.js';
import { useSave } from '../../api/saves.js';
import { useFeedback } from '../../app/feedback.jsx';
import { typeOf } from '../../fields/index.js';
import { useText, useTranslation } from '../../i18n/index.js';
import { missingFields, reasonOf } from './missing.js';

function Question({ resource, names, column, record, onGo, onCancel }) {
  const { t } = useTranslation('board');
  const text = useText();
  const [form] = Form.useForm();
  const go = async () => onGo(await form.validateFields());
  return (
    <Modal open title={t('needs', { stage: column.name })} okText={t('moveIt')} onOk={() => go().catch(() => {})} onCancel={onCancel} destroyOnHidden>
      <Form form={form} layout="vertical">
        {names.map((name) => {
          const { Input } = typeOf(resource.field[name]);
          return (
            <Form.Item key={name} name={name} label={text(resource.field[name].label)} rules={[{ required: true, message: t('required') }]}>
              <Input field={resource.field[name]} record={record} />
            </Form.Item>
          );
        })}
      </Form>
    </Modal>
  );
}

/** @param {any} resource @param {any[]} columns @returns {{move: (event: any) => void, asking: any}} */
export function useMove(resource, columns) {
  const { t } = useTranslation('board');
  const feedback = useFeedback();
  const { mutateAsync: save } = useSave(resource);
  const [question, ask] = useState(/** @type {any} */ (null));
  const { group } = resource.layout.board;

  const put = async (id, version, column, extra) => {
    ask(null);
    try {
      const { changeSet } = await save({ id, version, changes: { ...extra, [group]: column.id } });
      feedback.done(t('moved', { stage: column.name }), changeSet);
    } catch (error) {
      feedback.fail(error);
    }
  };
  const move = async ({ draggableId, source, destination }) => {
    if (!destination || destination.droppableId === source.droppableId) return;
    const [id, version] = draggableId.split(' ');
    const column = columns.find((item) => item.id === destination.droppableId);
    if (!column.record?.required_fields?.length && column.kind !== 'lost' && !reasonOf(resource, column).length) return void put(id, version, column, {});
    try {
      const { record } = await fetchRecord(resource.path, id, '', undefined);
      const names = missingFields(resource, column, record);
      if (!names.length) return void put(id, version, column, {});
      ask({ names, column, record, id, version });
    } catch (error) {
      feedback.fail(error);
    }
  };
  const asking = question ? (
    <Question resource={resource} {...question} onCancel={() => ask(null)} onGo={(values) => put(question.id, question.version, question.column, values)} />
  ) : null;
  return { move, asking };
}
