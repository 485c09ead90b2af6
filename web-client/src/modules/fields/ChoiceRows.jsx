// SPDX-License-Identifier: AGPL-3.0-or-later
// The choices of a field, one line each: titles, order, removal. What records may carry already stays.
import { Button, Form, Input, Tooltip } from 'antd';
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useTranslation } from '../../i18n/index.js';

const LANGUAGES = [['zh-CN', true], ['en', true], ['zh-TW', false]];

function Row({ at, count, kept, operations }) {
  const { t } = useTranslation('fields');
  return (
    <div className="gxf-choice">
      <Form.Item name={[at, 'value']} hidden><Input type="hidden" /></Form.Item>
      {LANGUAGES.map(([language, required]) => (
        <Form.Item key={String(language)} name={[at, 'label', String(language)]} rules={required ? [{ required: true, whitespace: true, message: t('choice.title') }] : []}>
          <Input maxLength={60} autoComplete="off" placeholder={t('language.' + language)} aria-label={t('choice.label', { number: at + 1, language: t('language.' + language) })} />
        </Form.Item>
      ))}
      <span className="gxf-choice-acts">
        <Button type="text" icon={<ArrowUpOutlined />} aria-label={t('choice.up', { number: at + 1 })} disabled={at === 0} onClick={() => operations.move(at, at - 1)} />
        <Button type="text" icon={<ArrowDownOutlined />} aria-label={t('choice.down', { number: at + 1 })} disabled={at === count - 1} onClick={() => operations.move(at, at + 1)} />
        <Tooltip title={kept ? t('choice.kept') : ''}>
          <Button type="text" icon={<DeleteOutlined />} aria-label={t('choice.remove', { number: at + 1 })} disabled={kept} onClick={() => operations.remove(at)} />
        </Tooltip>
      </span>
    </div>
  );
}

/** @param {{record: any}} props */
export function ChoiceRows({ record }) {
  const { t } = useTranslation('fields');
  const form = Form.useFormInstance();
  const published = new Set(record?.published_at ? record.choices?.map((choice) => choice.value) : []);
  const some = { validator: async (_, rows) => { if (!rows?.length) throw new Error(t('choice.some')); } };
  return (
    <fieldset className="gx-form-group">
      <legend>{t('choice.legend')}</legend>
      <Form.List name="choices" rules={[some]}>
        {(rows, operations, { errors }) => (
          <>
            {rows.map((row) => <Row key={row.key} at={row.name} count={rows.length} operations={operations} kept={published.has(form.getFieldValue(['choices', row.name, 'value']))} />)}
            <Form.ErrorList errors={errors} />
            <Button type="dashed" icon={<PlusOutlined />} disabled={rows.length >= 200} onClick={() => operations.add({})}>{t('choice.add')}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
