// SPDX-License-Identifier: AGPL-3.0-or-later
// What happens next with this record and when, coloured by how late it is, and
// changed on the spot.
import { Button, Popover } from 'antd';
import { ArrowRightOutlined, EditOutlined } from '@ant-design/icons';
import dayjs from 'dayjs';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from '../i18n/index.js';
import { formatDate } from '../i18n/format.js';

/** late, today, soon or calm. @param {string|null} day */
export function urgencyOf(day) {
  if (!day) return 'calm';
  const days = dayjs(day).startOf('day').diff(dayjs().startOf('day'), 'day');
  if (days < 0) return 'late';
  if (days === 0) return 'today';
  return days <= 7 ? 'soon' : 'calm';
}

const Editor = lazy(() => import('./NextStepEditor.jsx'));

/** @param {{resource: any, record: any, etag: string|null, label: string}} props */
export function NextStep({ resource, record, etag, label }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const day = record.next_step_on;
  const writable = Boolean(resource.field.next_step?.writable) && resource.operations.includes('update');
  return (
    <div className={'gx-next gx-next-' + urgencyOf(record.next_step ? day : null)}>
      <ArrowRightOutlined aria-hidden="true" />
      <strong>{label}</strong>
      <span className="gx-grow">{record.next_step || <span className="gx-quiet">{t('detail.noNextStep')}</span>}</span>
      {day ? <span className="gx-num gx-next-day">{formatDate(day)}</span> : null}
      {writable ? (
        <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" destroyOnHidden content={<Suspense fallback={<div className="gx-next-editor" />}><Editor resource={resource} record={record} etag={etag} onClose={() => setOpen(false)} /></Suspense>}>
          <Button type="text" size="small" icon={<EditOutlined />} aria-label={t('edit') + ' ' + label} />
        </Popover>
      ) : null}
    </div>
  );
}
