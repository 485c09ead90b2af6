// SPDX-License-Identifier: AGPL-3.0-or-later
// Any other day, by calendar. A file of its own: the calendar is heavy and the
// workbench is the first page that everybody sees.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';

/** @param {{label: string, onPick: (day: string) => void}} props */
export default function DayInput({ label, onPick }) {
  return <DatePicker size="small" aria-label={label} placeholder={label} minDate={dayjs()} onChange={(day) => day && onPick(day.format('YYYY-MM-DD'))} />;
}
