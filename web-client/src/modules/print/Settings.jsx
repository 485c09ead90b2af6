// SPDX-License-Identifier: AGPL-3.0-or-later
// What can be chosen about a print: paper, measures of one's own, sender, and how the printer takes it.
import { Checkbox, Form, Input, InputNumber, Select, Space } from 'antd';
import { useTranslation } from '../../i18n/index.js';
import { ENVELOPES, OWN, SHEETS } from './papers.js';

const LIMITS = { columns: [1, 12], rows: [1, 30], left: [0, 100], top: [0, 100], paper_width: [50, 450], paper_height: [20, 450], width: [15, 300], step_right: [15, 300], height: [10, 300], step_down: [10, 300] };

function Own({ own, onChange }) {
  const { t } = useTranslation('print');
  return (
    <div className="gxp-own">
      {Object.keys(OWN).map((name) => (
        <label key={name}>
          <span>{t('own.' + name)}</span>
          <InputNumber size="small" min={LIMITS[name][0]} max={LIMITS[name][1]} step={name === 'columns' || name === 'rows' ? 1 : 0.5} precision={name === 'columns' || name === 'rows' ? 0 : undefined} value={own[name]} onChange={(value) => onChange({ ...own, [name]: value ?? OWN[name] })} />
        </label>
      ))}
    </div>
  );
}

function Shift({ settings, set }) {
  const { t } = useTranslation('print');
  return (
    <Form.Item label={t('shift')} extra={t('shiftHint')}>
      <Space wrap>
        {['shift_x', 'shift_y'].map((name) => <InputNumber key={name} className="gxp-shift" aria-label={t(name)} prefix={t(name)} suffix="mm" min={-30} max={30} step={0.5} value={settings[name]} onChange={(value) => set({ [name]: value ?? 0 })} />)}
      </Space>
    </Form.Item>
  );
}

/** @param {{kind: string, settings: any, offices: any[]|null, set: (change: any) => void}} props offices: null = he sees none */
export function Settings({ kind, settings, offices, set }) {
  const { t } = useTranslation('print');
  const envelopes = kind === 'envelopes';
  const papers = envelopes ? Object.entries(ENVELOPES).map(([value, [w, h]]) => ({ value, label: t('papers.' + value, { w, h }) }))
    : [...Object.keys(SHEETS), 'own'].map((value) => ({ value, label: t('papers.' + value) }));
  const box = (name) => <Checkbox checked={settings[name]} onChange={(event) => set({ [name]: event.target.checked })}>{t(kind + '_' + name, { defaultValue: t(name) })}</Checkbox>;
  return (
    <Form layout="vertical" size="middle">
      <Form.Item label={t('paper')} htmlFor="gxp-paper"><Select id="gxp-paper" value={settings.paper} options={papers} onChange={(paper) => set({ paper, ...(envelopes ? {} : { start: 1 }) })} /></Form.Item>
      {settings.paper === 'own' ? <Own own={settings.own} onChange={(own) => set({ own, start: 1 })} /> : null}
      {envelopes && offices ? <Form.Item label={t('sender')} htmlFor="gxp-sender"><Select id="gxp-sender" allowClear placeholder={t('noSender')} value={settings.sender_id} options={offices.map((office) => ({ value: office.id, label: [office.name, office.city].filter(Boolean).join(' · ') }))} onChange={(sender) => set({ sender_id: sender ?? null })} /></Form.Item> : null}
      <Form.Item label={t('attention')} htmlFor="gxp-attention"><Input id="gxp-attention" maxLength={40} placeholder={t('attentionHint')} value={settings.attention} onChange={(event) => set({ attention: event.target.value })} /></Form.Item>
      <Form.Item><Space wrap size={[16, 4]}>{box('frame')}{envelopes ? box('turn') : null}{box('phone')}{box('without_postcode')}</Space></Form.Item>
      <Shift settings={settings} set={set} />
    </Form>
  );
}
