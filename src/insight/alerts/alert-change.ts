/** A rule became true, or stopped being true. Plain data, because it crosses threads. */
export type AlertChange = {
	readonly type: 'fired' | 'resolved';
	/** The rule's name. */
	readonly rule: string;
	/** `avg(elapsedMs) > 500 where ...`, as typed. */
	readonly condition: string;
	/** Set for a rule with `by`. */
	readonly group: string | undefined;
	/** The compared value. `undefined` for a group that has no more data. */
	readonly value: number | undefined;
	readonly threshold: number;
	/** The last millisecond of the window in which it was found. */
	readonly atMs: number;
	/** When it fired. */
	readonly sinceMs: number;
};
