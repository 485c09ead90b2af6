// SPDX-License-Identifier: AGPL-3.0-or-later
// The shape of a page while its code is on the way; it never jumps when it comes.
import { Skeleton } from 'antd';

export const PageSkeleton = () => (
  <div className="gx-page gx-skeleton" aria-busy="true">
    <Skeleton active title={false} paragraph={{ rows: 1, width: '60%' }} />
    <Skeleton active title={false} paragraph={{ rows: 10, width: '100%' }} />
  </div>
);
