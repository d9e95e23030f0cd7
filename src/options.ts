export type {
	Command,
	EventsOptions,
	HealthOptions,
	InspectFormat,
	InspectOptions,
	ReadingOptions,
	RecordingOptions,
	ScreenOptions,
	SelectionSpec,
	SourceOptions,
	WatchOptions,
} from './options/command-options.ts';
export {resolveTime, type TimeSpec} from './options/time-spec.ts';
