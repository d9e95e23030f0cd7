import {Option as Flag} from 'commander';
import {type Option, optionGroups} from './option.ts';
import type {RawValues} from './read-values.ts';
import {optionRecords} from './records/index.ts';

/** Keyed by commander's name for the flag. */
export type SharedValues = Readonly<Record<string, unknown>>;

/** Hides the screen's options from the help of commands without one, where they do nothing. */
export function isForAll({hidden, helpGroupHeading}: Flag): boolean {
	return !hidden && helpGroupHeading !== 'Screen:';
}

/** An option that may be given several times. */
export function repeatable(flags: string, description: string): Flag {
	return new Flag(flags, description).argParser((value: string, before: readonly string[] = []) => [...before, value]);
}

const records = Object.entries<Option>(optionRecords as Readonly<Record<string, Option>>);

/** The options of every command, grouped as in the help. */
export function sharedOptions(): ReadonlyArray<readonly [string, readonly Flag[]]> {
	return optionGroups.map(group => [
		group,
		records.filter(([, option]) => option.group === group).flatMap(([, option]) => flagsOf(option)),
	]);
}

/** The shared options on the command line. */
export function rawValues(values: SharedValues): RawValues {
	return Object.fromEntries(records.map(([name, option]) => [name, rawValue(option, values)]));
}

function flagsOf({kind, flags, help, alias, negated}: Option): readonly Flag[] {
	if (flags === undefined) {
		return [];
	}
	return [
		kind === 'list' ? repeatable(flags, help) : new Flag(flags, help),
		...(alias === undefined ? [] : [new Flag(alias).hideHelp()]),
		...(negated === undefined ? [] : [new Flag(...negated)]),
	];
}

/** commander makes one value of `--record` and `--no-record`, which are two options here. */
function rawValue({kind, flags, alias}: Option, values: SharedValues): unknown {
	if (flags === undefined) {
		return undefined;
	}
	const flag = new Flag(flags);
	const value = values[flag.attributeName()] ?? (alias === undefined ? undefined : values[new Flag(alias).attributeName()]);
	if (kind === 'flag') {
		return flag.negate ? value === false || undefined : typeof value === 'boolean' ? value : undefined;
	}
	return typeof value === 'boolean' ? undefined : value;
}
