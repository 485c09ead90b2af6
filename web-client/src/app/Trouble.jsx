// SPDX-License-Identifier: AGPL-3.0-or-later
// A page that cannot be shown: what happened and one way on. Plain elements, because
// it comes with the very first load.
import { Button } from 'antd';

/** @param {{title: string, hint?: string, action: string, onAction?: () => void}} props */
export function Trouble({ title, hint, action, onAction }) {
  return (
    <div className="gx-trouble" role="alert">
      <h1 className="gx-title">{title}</h1>
      {hint ? <p className="gx-quiet">{hint}</p> : null}
      <Button type="primary" onClick={onAction}>{action}</Button>
    </div>
  );
}
