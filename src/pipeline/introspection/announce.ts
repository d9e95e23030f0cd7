import {StructuredLogger} from '../structured-logger.ts';
import {type Inspectable, inspectPipeline} from './inspect-pipeline.ts';
import {formatParameter} from './parameter.ts';

/**
Logs `stage_described` {stage, description, signature, params} for each stage, as the component that the stage logs as, so that who reads the log knows what each stage is. Call it once, at the start.

@param logger - Writes the lines, and is the component of stages that have none of their own. Default: component `pipeline`, on stdout.
@param source - As for `inspectPipeline`.
*/
export function announce(
	stages: Iterable<Inspectable>,
	{
		logger = new StructuredLogger('pipeline'),
		...options
	}: {readonly logger?: StructuredLogger; readonly source?: string | URL | ReadonlyArray<string | URL>} = {},
): void {
	for (const {stage, component, description, signature, params} of inspectPipeline(stages, options)) {
		const own = component === undefined ? logger : logger.child(component);
		own.info('stage_described', {stage, description, signature, params: params.map(formatParameter)});
	}
}
