/** A rule that became true, or stopped being true. Plain data: it crosses threads. */
export type AlertChange = {
	readonly type: 'fired' | 'resolved';
	/** The rule's name. */
	readonly rule: string;
	/** `avg(elapsedMs) > 500 where ...`, as it was typed. */
	readonly condition: string;
	/** The group of a rule with `by`. */
	readonly group: string | undefined;
	/** What was compared; `undefined` for a group that has no data any more. */
	readonly value: number | undefined;
	readonly threshold: number;
	/** The last millisecond of the window it was found in. */
	readonly atMs: number;
	/** When it fired. */
	readonly sinceMs: number;
};
