// SPDX-License-Identifier: AGPL-3.0-or-later
// One of the three that a lead may become: a new one, one that is there, or none.
import { Alert, Button, DatePicker, Form, Input, Segmented, Select } from 'antd';
import { useShortList } from '../../api/queries.js';
import { typeOf } from '../../fields/index.js';
import { may } from '../../meta/model.js';
import { ReferenceInput } from '../../picker/ReferenceInput.jsx';
import { useText, useTranslation } from '../../i18n/index.js';

function Deal({ resource }) {
  const { t } = useTranslation('lead');
  const text = useText();
  const { rows } = useShortList('stages', { kind: 'open', 'pipeline.is_default': true, sort: 'position', limit: 50 });
  const Money = typeOf(resource.field.amount).Input;
  return (
    <div className="gxm-two">
      <Form.Item name={['opportunity', 'stage_id']} label={text(resource.field.stage_id.label)} rules={[{ required: true, message: t('needed') }]}>
        <Select options={rows.map((stage) => ({ value: stage.id, label: stage.name }))} />
      </Form.Item>
      {resource.field.amount ? <Form.Item name={['opportunity', 'amount']} label={text(resource.field.amount.label)}><Money field={resource.field.amount} record={{}} /></Form.Item> : null}
      {resource.field.expected_close_on ? <Form.Item name={['opportunity', 'expected_close_on']} label={text(resource.field.expected_close_on.label)}><DatePicker /></Form.Item> : null}
    </div>
  );
}

function Found({ hits, onUse }) {
  const { t } = useTranslation('lead');
  if (!hits.length) return null;
  const lines = hits.slice(0, 3).map((hit) => (
    <li key={hit.id}>{hit.name} <span className="gx-quiet">{[hit.code, hit.owner_name, t('likeness', { score: hit.score })].filter(Boolean).join(' · ')}</span> <Button size="small" type="link" onClick={() => onUse(hit.id)}>{t('useIt')}</Button></li>
  ));
  return <Alert type="warning" showIcon className="gxm-block" title={t('maybeThere')} description={<ul className="gxm-lines">{lines}</ul>} />;
}

/** @param {{resource: any, name: string, hits?: any[]}} props */
export function Part({ resource, name, hits = [] }) {
  const { t } = useTranslation('lead');
  const text = useText();
  const form = Form.useFormInstance();
  const how = Form.useWatch([name, 'how'], form);
  const ways = ['new', 'old', 'none'].filter((way) => way !== 'new' || may(resource, 'create'));
  const use = (id) => form.setFieldsValue({ [name]: { how: 'old', id } });
  return (
    <fieldset className="gx-convert-part">
      <legend>{text(resource.title)}</legend>
      <Form.Item name={[name, 'how']} noStyle><Segmented aria-label={text(resource.title)} options={ways.map((way) => ({ value: way, label: t('how.' + way) }))} /></Form.Item>
      {how === 'new' ? <Found hits={hits} onUse={use} /> : null}
      {how === 'new' ? <Form.Item name={[name, 'name']} label={text(resource.field.name.label)} rules={[{ required: true, whitespace: true, message: t('needed') }]}><Input maxLength={resource.field.name.max} /></Form.Item> : null}
      {how === 'new' && name === 'opportunity' ? <Deal resource={resource} /> : null}
      {how === 'old' ? <Form.Item name={[name, 'id']} label={text(resource.title)} rules={[{ required: true, message: t('needed') }]}><ReferenceInput to={name} create={false} /></Form.Item> : null}
    </fieldset>
  );
}
