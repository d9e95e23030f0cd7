/** What a window knows of its events. What an aggregate does not keep is `undefined`. */
export type WindowNumbers = {
	readonly count: number;
	readonly sum: number | undefined;
	readonly smallest: number | undefined;
	readonly largest: number | undefined;
	/** How many different texts there are. */
	readonly distinct: number;
	/** Length of the window. */
	readonly seconds: number;
	/** The value at a share 0..1 of the sorted values. */
	quantile(share: number): number | undefined;
};

export type Aggregate = {
	readonly name: string;
	/** What an event contributes: that it has the field, the field's text, or its number. */
	readonly takes: 'presence' | 'text' | 'number';
	/** What a window keeps for it besides the count. */
	readonly keeps: ReadonlyArray<'sum' | 'smallest' | 'largest' | 'quantiles'>;
	/** Whether it is in the unit of the field, so that a threshold may be a duration. */
	readonly hasUnitOfField: boolean;
	/** Whether it also works without a field, on all events. */
	readonly mayLackField?: true;
	/** Of a total, which only grows as events come: what it is without any. */
	readonly ofNothing?: (seconds: number) => number | undefined;
	/** Of a window with at least one event. */
	value(numbers: WindowNumbers): number | undefined;
};

const total = {keeps: [], hasUnitOfField: false, ofNothing: () => 0} as const;
const ofField = {takes: 'number', hasUnitOfField: true} as const;

/** Every aggregate, in the order of the help. Quantiles such as `p95` come in addition. */
const aggregates: readonly Aggregate[] = [
	{name: 'count', ...total, takes: 'presence', mayLackField: true, value: ({count}) => count},
	{name: 'sum', ...ofField, keeps: ['sum'], ofNothing: () => 0, value: ({sum}) => sum},
	{name: 'avg', ...ofField, keeps: ['sum'], value: ({sum = 0, count}) => sum / count},
	{name: 'min', ...ofField, keeps: ['smallest'], value: ({smallest}) => smallest},
	{name: 'max', ...ofField, keeps: ['largest'], value: ({largest}) => largest},
	{
		name: 'rate',
		...total,
		takes: 'number',
		keeps: ['sum'],
		mayLackField: true,
		ofNothing: seconds => (seconds > 0 ? 0 : undefined),
		value: ({sum = 0, seconds}) => (seconds > 0 ? sum / seconds : undefined),
	},
	{name: 'distinct', ...total, takes: 'text', value: ({distinct}) => distinct},
];

/** What `p50` and its like are suggested by. */
export const aggregateNames: readonly string[] = [...aggregates.map(({name}) => name), 'p50', 'p75', 'p90', 'p95', 'p99'];

/** @returns `undefined` if there is no such aggregate. */
export function aggregateNamed(text: string): Aggregate | undefined {
	const lower = text.toLowerCase();
	const percent = Number(/^p(\d{1,2}(?:\.\d{1,3})?)$/.exec(lower)?.[1] ?? 0);
	return aggregates.find(({name}) => name === lower) ?? (percent > 0 ? quantile(lower, percent / 100) : undefined);
}

function quantile(name: string, share: number): Aggregate {
	return {
		name,
		...ofField,
		keeps: ['quantiles', 'smallest', 'largest'],
		value: ({smallest, largest, ...numbers}) => {
			const value = numbers.quantile(share);
			return value === undefined ? undefined : Math.max(smallest ?? value, Math.min(largest ?? value, value));
		},
	};
}
