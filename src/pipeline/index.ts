/**
The library with which a pipeline logs what obs-top shows, published as `obs-top/pipeline`. Each part also works alone.
*/
export type {CircuitState} from '../events/event.ts';
export {Cache, type CacheInfo, type CacheOptions} from './cache.ts';
export {Circuit, type CircuitOptions} from './circuit/circuit.ts';
export {CircuitOpenError} from './circuit/circuit-open-error.ts';
export {type Clock, systemClock} from './clock.ts';
export {errorText} from './error-text.ts';
export {announce} from './introspection/announce.ts';
export {callWithFixtures} from './introspection/call-with-fixtures.ts';
export type {Configurable} from './introspection/config-parameters.ts';
export {describeMarkdown} from './introspection/describe-markdown.ts';
export {describeText} from './introspection/describe-text.ts';
export {discoverStages} from './introspection/discover-stages.ts';
export {type Inspectable, inspectPipeline, type StageDescription} from './introspection/inspect-pipeline.ts';
export {formatParameter, type JsonValue, type Parameter, type ParameterDefault} from './introspection/parameter.ts';
export {type ParameterSchema, type PropertySchema, parameterSchema} from './introspection/parameter-schema.ts';
export {formatSignature, readSignature, type Signature} from './introspection/signature.ts';
export {type ConfigProblem, validateConfig} from './introspection/validate-config.ts';
export {lineDestination} from './line-destination.ts';
export {type HealthReport, PipelineHealthDashboard} from './pipeline-health-dashboard.ts';
export {InstrumentedStage} from './stages/instrumented-stage.ts';
export {measuredStage} from './stages/measured-stage.ts';
export type {Stage, StageClass} from './stages/stage.ts';
export {type LogFields, type LogLevel, StructuredLogger, type StructuredLoggerOptions} from './structured-logger.ts';
