import {longFlag, type Option} from './option.ts';
import {optionRecords} from './records/index.ts';

type Records = typeof optionRecords;
export type OptionName = keyof Records;

/** Unparsed values by option name. */
export type RawValues = {readonly [Name in OptionName]?: Parameters<Records[Name]['read']>[0] | undefined};

/** Parsed values; `undefined` if not given. */
export type Values = {readonly [Name in OptionName]: Awaited<ReturnType<Records[Name]['read']>> | undefined};

/** Final values: the command line first, then the config, then the default. */
export type Settled = {
	readonly [Name in OptionName]: Records[Name] extends {readonly default: unknown} ? NonNullable<Values[Name]> : Values[Name];
};

const records: ReadonlyArray<readonly [string, Option]> = Object.entries<Option>(optionRecords as Readonly<Record<string, Option>>);

/**
Parses every given value. Slow modules (the filter language, the dialects) are only loaded if a value needs them.

@param placeOf - What errors call a value: `--window` on the command line, the file and `window` in a config file.
@throws UsageError that names the value and what to use instead.
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
