import type {LogOptions, ScreenOptions} from '../../options/command-options.ts';

export type WatchOptions = LogOptions & ScreenOptions;
