// SPDX-License-Identifier: AGPL-3.0-or-later
// Writes the next step and its date, with the days that people choose most.
import { Button, DatePicker, Input, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useSave } from '../api/saves.js';
import { isProblem } from '../api/problem.js';
import { useFeedback } from '../app/feedback.jsx';
import { useText, useTranslation } from '../i18n/index.js';
import { useAsOpened } from '../app/useAsOpened.js';
import { useConflict } from './useConflict.jsx';

/** @param {{resource: any, record: any, etag: string|null, onClose: () => void}} props */
export default function NextStepEditor({ resource, record: now, etag: tag, onClose }) {
  const { record, etag } = useAsOpened({ record: now, etag: tag });
  const { t } = useTranslation();
  const text = useText();
  const save = useSave(resource);
  const { done, fail } = useFeedback();
  const [conflict, settle] = useConflict(resource);
  const [step, setStep] = useState(record.next_step ?? '');
  const [day, setDay] = useState(record.next_step_on ?? null);
  const dated = Boolean(resource.field.next_step_on?.writable);
  const keep = async () => {
    const changes = { next_step: step || null, ...(dated ? { next_step_on: day } : {}) };
    try {
      const { changeSet } = await save.mutateAsync({ id: record.id, etag, changes });
      done(t('form.saved', { title: t('detail.nextStep') }), changeSet);
      onClose();
    } catch (error) {
      if (!isProblem(error, 'version_conflict')) return void fail(error);
      if (await settle(error, record, changes)) onClose();
    }
  };
  const quick = [1, 3, 7].map((days) => dayjs().add(days, 'day'));
  return (
    <div className="gx-next-editor" onKeyDown={(event) => { if (event.key === 'Enter' && !event.nativeEvent.isComposing && event.target instanceof HTMLInputElement) keep(); }}>
      <Input autoFocus value={step} maxLength={200} placeholder={t('detail.nextStep')} aria-label={t('detail.nextStep')} onChange={(event) => setStep(event.target.value)} />
      {dated ? (
        <Space wrap>
          <DatePicker value={day ? dayjs(day) : null} aria-label={text(resource.field.next_step_on.label)} onChange={(date) => setDay(date ? date.format('YYYY-MM-DD') : null)} />
          {quick.map((date) => <Button key={date.valueOf()} size="small" onClick={() => setDay(date.format('YYYY-MM-DD'))}>{date.format('M/D')}</Button>)}
        </Space>
      ) : null}
      <Space><Button type="primary" size="small" loading={save.isPending} onClick={keep}>{t('save')}</Button><Button size="small" onClick={onClose}>{t('cancel')}</Button></Space>
      {conflict}
    </div>
  );
}
