// SPDX-License-Identifier: AGPL-3.0-or-later
// 今日工作台. Left: my tasks, overdue first. Right: customers and deals whose next
// step is due, newly assigned records, reminders. Nothing has to be opened to be
// dealt with: done, another day, follow-up and read are on the line.
import { Badge, Button, Col, Row } from 'antd';
import { useMeta } from '../../api/queries.js';
import { currentLanguage, useTranslation } from '../../i18n/index.js';
import { useForms } from '../../form/FormHost.jsx';
import { PlusOutlined } from '@ant-design/icons';
import { Findings } from './Findings.jsx';
import { Inbox } from './Inbox.jsx';
import { NextSteps } from './NextSteps.jsx';
import { Tasks } from './Tasks.jsx';
import { todayOf } from './day.js';
import '../modules.css';
import './workbench.css';

function Greeting({ name }) {
  const { t } = useTranslation('today');
  const now = new Date();
  const part = now.getHours() < 12 ? 'morning' : now.getHours() < 18 ? 'afternoon' : 'evening';
  const day = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'full' }).format(now);
  return (
    <div>
      <h1 className="gx-title">{t('hello.' + part, { name })}</h1>
      <span className="gxm-today-date">{day}</span>
    </div>
  );
}

/** A box with the number of its lines. @param {{title: string, count?: number, tone?: string, extra?: any, children: any}} props */
export function Panel({ title, count, tone, children, extra }) {
  return (
    <section className="gxm-block gxm-panel" aria-label={title}>
      <div className="gxm-panel-head"><h2 className="gxm-panel-title">{title}{count ? <Badge count={count} overflowCount={99} color={tone} /> : null}</h2>{extra}</div>
      <div className="gxm-panel-body">{children}</div>
    </section>
  );
}

export default function TodayPage() {
  const { t } = useTranslation('today');
  const meta = useMeta();
  const forms = useForms();
  const today = todayOf();
  const me = meta.user.id;
  const mayAdd = meta.byName.activity?.operations.includes('create');
  const add = () => forms.open({ resource: 'activity', defaults: { kind: 'task', status: 'planned', due_on: today } });
  return (
    <div className="gx-page gxm-today">
      <div className="gxm-bar">
        <Greeting name={meta.user.name} />
        <span className="gxm-spring" />
        {mayAdd ? <Button type="primary" icon={<PlusOutlined />} onClick={add}>{t('addTask')}</Button> : null}
      </div>
      <Row gutter={[12, 0]}>
        <Col xs={24} lg={14}><Tasks me={me} today={today} /></Col>
        <Col xs={24} lg={10}>
          <NextSteps me={me} today={today} />
          <Findings me={me} />
          <Inbox kind="assigned" />
          <Inbox kind="reminder" />
        </Col>
      </Row>
    </div>
  );
}
