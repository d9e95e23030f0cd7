import {longFlag, type Option} from './option.ts';
import {optionRecords} from './records/index.ts';

type Records = typeof optionRecords;
export type OptionName = keyof Records;

/** What is said, not yet read: by the name of the option. */
export type RawValues = {readonly [Name in OptionName]?: Parameters<Records[Name]['read']>[0] | undefined};

/** What is said, known to be right; `undefined` where it is not said. */
export type Values = {readonly [Name in OptionName]: Awaited<ReturnType<Records[Name]['read']>> | undefined};

/** What counts where the command line comes before the config, and what nobody says is what it is by default. */
export type Settled = {
	readonly [Name in OptionName]: Records[Name] extends {readonly default: unknown} ? NonNullable<Values[Name]> : Values[Name];
};

const records: ReadonlyArray<readonly [string, Option]> = Object.entries<Option>(optionRecords as Readonly<Record<string, Option>>);

/**
Reads every value that is there. What takes long to load (the filter language, the dialects) is only loaded for a value that needs it.

@param placeOf - How an error names a value: `--window` on the command line, the file and `window` in a config file.
@throws UsageError that names the value and what would be right.
*/
export async function readValues(raw: RawValues, placeOf: (option: Option) => string): Promise<Values> {
	const values: Record<string, unknown> = {};
	for (const [name, option] of records) {
		const said = raw[name as OptionName];
		values[name] = said === undefined ? undefined : await option.read(said as never, placeOf(option));
	}
	return values as Values;
}

export function onCommandLine({flags = ''}: Option): string {
	return longFlag(flags);
}

export function settle(given: Values, configured: Values): Settled {
	return Object.fromEntries(
		records.map(([name, option]) => [name, given[name as OptionName] ?? configured[name as OptionName] ?? option.default]),
	) as Settled;
}
