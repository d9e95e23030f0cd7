import type {LogOptions} from '../../options/command-options.ts';

export type InspectFormat = 'text' | 'json' | 'markdown' | 'json-schema';

export type InspectOptions = LogOptions & {
	/** Path of a module that exports stages; `undefined` reads signatures from a log. */
	readonly module: string | undefined;
	readonly format: InspectFormat;
};
