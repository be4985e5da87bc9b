/** The part of ONNX's protocol buffers that a network needs; field numbers are those of onnx.proto. */
import { parse, type Type } from "protobufjs";

const PROTO = `
syntax = "proto2";

message Model {
  optional int64 ir_version = 1;
  optional string producer_name = 2;
  optional string producer_version = 3;
  optional string doc_string = 6;
  optional Graph graph = 7;
  repeated OperatorSet opset_import = 8;
  repeated Property metadata_props = 14;
}

message OperatorSet {
  optional string domain = 1;
  optional int64 version = 2;
}

message Property {
  optional string key = 1;
  optional string value = 2;
}

message Graph {
  repeated Node node = 1;
  optional string name = 2;
  repeated Tensor initializer = 5;
  repeated ValueInfo input = 11;
  repeated ValueInfo output = 12;
}

message Node {
  repeated string input = 1;
  repeated string output = 2;
  optional string name = 3;
  optional string op_type = 4;
  repeated Attribute attribute = 5;
}

message Attribute {
  optional string name = 1;
  optional float f = 2;
  optional int64 i = 3;
  repeated int64 ints = 8;
  optional int32 type = 20;
}

message Tensor {
  repeated int64 dims = 1;
  optional int32 data_type = 2;
  optional string name = 8;
  optional bytes raw_data = 9;
}

message ValueInfo {
  optional string name = 1;
  optional TypeOf type = 2;
}

message TypeOf {
  optional TensorType tensor_type = 1;
}

message TensorType {
  optional int32 elem_type = 1;
  optional Shape shape = 2;
}

message Shape {
  repeated Side dim = 1;
}

message Side {
  optional int64 dim_value = 1;
  optional string dim_param = 2;
}
`;

/** 32-bit floats among ONNX's element types. */
export const FLOAT = 1;
/** Kinds of attributes. */
export const attributeTypes = Object.freeze({ float: 1, int: 2, ints: 7 });

/** A node's attribute. */
export interface OnnxAttribute {
  readonly name: string;
  readonly type: number;
  readonly f?: number;
  readonly i?: number;
  readonly ints?: readonly number[];
}

/** A node; values are named, and an operation's inputs come in its own order. */
export interface OnnxNode {
  readonly name: string;
  readonly op_type: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
}

/** A constant: little-endian numbers, row-major in `dims`. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data_type: number;
  readonly raw_data: Uint8Array;
}

/** An input or an output; a side is a number or a name. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly type: {
    readonly tensor_type: {
      readonly elem_type: number;
      readonly shape: { readonly dim: readonly ({ readonly dim_value: number } | { readonly dim_param: string })[] };
    };
  };
}

/** A whole model. */
export interface OnnxModel {
  readonly ir_version: number;
  readonly producer_name: string;
  readonly producer_version: string;
  readonly doc_string: string;
  readonly opset_import: readonly { readonly domain: string; readonly version: number }[];
  readonly metadata_props: readonly { readonly key: string; readonly value: string }[];
  readonly graph: {
    readonly name: string;
    readonly node: readonly OnnxNode[];
    readonly initializer: readonly OnnxTensor[];
    readonly input: readonly OnnxValueInfo[];
    readonly output: readonly OnnxValueInfo[];
  };
}

let model: Type | undefined;
const modelType = (): Type => (model ??= parse(PROTO, { keepCase: true }).root.lookupType("Model"));

/** The bytes of a model. */
export function encodeOnnx(content: OnnxModel): Uint8Array {
  const type = modelType();
  return type.encode(type.create(content)).finish();
}

/** The constants of a model, without the rest. Throws what protobufjs throws for bytes that are none. */
export function decodeOnnxConstants(bytes: Uint8Array): readonly Pick<OnnxTensor, "name" | "raw_data">[] {
  const type = modelType();
  const { graph } = type.toObject(type.decode(bytes), { arrays: true, bytes: Uint8Array }) as Partial<OnnxModel>;
  return graph?.initializer ?? [];
}
