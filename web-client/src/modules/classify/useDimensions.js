// SPDX-License-Identifier: AGPL-3.0-or-later
// Dimensions in use with their classes, both in order.
import { useMemo } from 'react';
import { useMeta, useShortList } from '../../api/queries.js';

/** @returns {{dimensions: any[], loading: boolean}} */
export function useDimensions() {
  const enabled = Boolean(useMeta().byName.dimension_class);
  const dimensions = useShortList('dimensions', { is_active: true, sort: 'position', limit: 100 }, { enabled });
  const classes = useShortList('dimension-classes', { sort: 'position', limit: 200 }, { enabled });
  return useMemo(() => ({
    dimensions: dimensions.rows.map((one) => ({ ...one, classes: classes.rows.filter((item) => item.dimension_id === one.id) })),
    loading: dimensions.isLoading || classes.isLoading,
  }), [dimensions.rows, classes.rows, dimensions.isLoading, classes.isLoading]);
}
