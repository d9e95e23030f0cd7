import test from 'ava';
import {alertLine} from '../../src/engine/alerts/alert-line.ts';

test('a sum of fractions is shown without rounding errors', t => {
	const value = 0.1 + 0.2; // 0.30000000000000004
	const change = {
		type: 'fired',
		rule: 'slow',
		condition: 'sum(x) > 0.2',
		group: undefined,
		value,
		threshold: 0.2,
		atMs: 0,
		sinceMs: 0,
	} as const;
	t.like(JSON.parse(alertLine(change)), {value: 0.3, threshold: 0.2});
});
