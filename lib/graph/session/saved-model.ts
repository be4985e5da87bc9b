/** Nodes → the bytes of a SavedModel, by means of the message classes in TensorFlow's package. */
import { bytesOf } from "../../files/float-bytes.js";
import { type Attribute, elementTypes, type GraphNode } from "../graph-builder.js";
import type { Signature, SignatureTensor } from "../signature.js";

/** The tag that every model is saved and loaded under. */
export const MODEL_TAG = "serve";

/** The signature that programs look for unless told otherwise, and what TensorFlow calls such a call. */
const SERVING = "serving_default";
const PREDICT = "tensorflow/serving/predict";

/**
 * The GraphDef version written into models: TensorFlow 2.9's, so that every later TensorFlow reads them alike.
 */
export const GRAPH_VERSION = 1087;

/**
 * The bytes of `saved_model.pb` for a graph; `signature` is what other programs call, and may be left out where the
 * caller knows the names of tensors.
 */
export function serializeSavedModel(
  messages: SavedModelMessages,
  nodes: readonly GraphNode[],
  signature?: Signature,
): Uint8Array {
  const graph = new messages.GraphDef();
  const versions = new messages.VersionDef();
  versions.setProducer(GRAPH_VERSION);
  graph.setVersions(versions);
  graph.setNodeList(nodes.map((node) => nodeMessage(messages, node)));
  const info = new messages.MetaGraphDef.MetaInfoDef();
  info.setTagsList([MODEL_TAG]);
  const metaGraph = new messages.MetaGraphDef();
  metaGraph.setMetaInfoDef(info);
  metaGraph.setGraphDef(graph);
  if (signature !== undefined) metaGraph.getSignatureDefMap().set(SERVING, signatureMessage(messages, signature));
  const model = new messages.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(metaGraph);
  return model.serializeBinary();
}

function signatureMessage(messages: SavedModelMessages, { inputs, outputs }: Signature): Message {
  const message = new messages.SignatureDef();
  message.setMethodName(PREDICT);
  const tell = (map: MessageMap, tensors: Readonly<Record<string, SignatureTensor>>): void => {
    for (const [name, { tensor, type, shape }] of Object.entries(tensors)) {
      const info = new messages.TensorInfo();
      info.setName(`${tensor}:0`);
      info.setDtype(elementTypes[type]);
      info.setTensorShape(shapeMessage(messages, shape));
      map.set(name, info);
    }
  };
  tell(message.getInputsMap(), inputs);
  tell(message.getOutputsMap(), outputs);
  return message;
}

function nodeMessage(messages: SavedModelMessages, node: GraphNode): Message {
  const message = new messages.NodeDef();
  message.setName(node.name);
  message.setOp(node.op);
  message.setInputList(node.inputs);
  const attributes = message.getAttrMap();
  for (const [name, attribute] of Object.entries(node.attributes))
    attributes.set(name, attributeMessage(messages, attribute));
  return message;
}

function attributeMessage(messages: SavedModelMessages, attribute: Attribute): Message {
  const message = new messages.AttrValue();
  if ("type" in attribute) message.setType(elementTypes[attribute.type]);
  else if ("int" in attribute) message.setI(attribute.int);
  else if ("float" in attribute) message.setF(attribute.float);
  else if ("bool" in attribute) message.setB(attribute.bool);
  else if ("text" in attribute) message.setS(Buffer.from(attribute.text));
  else if ("shape" in attribute) message.setShape(shapeMessage(messages, attribute.shape));
  else if ("texts" in attribute) {
    const list = new messages.AttrValue.ListValue();
    list.setSList(attribute.texts.map((text) => Buffer.from(text)));
    message.setList(list);
  } else if ("ints" in attribute) {
    const list = new messages.AttrValue.ListValue();
    list.setIList(attribute.ints);
    message.setList(list);
  } else {
    const { type, shape, values } = attribute.constant;
    const tensor = new messages.Tensor();
    tensor.setDtype(elementTypes[type]);
    tensor.setTensorShape(shapeMessage(messages, shape));
    if (values instanceof Float32Array) tensor.setTensorContent(bytesOf(values));
    else if (type === "int32") tensor.setIntValList(values);
    else tensor.setFloatValList(values);
    message.setTensor(tensor);
  }
  return message;
}

function shapeMessage(messages: SavedModelMessages, shape: readonly number[]): Message {
  const message = new messages.TensorShape();
  message.setDimList(
    shape.map((size) => {
      const side = new messages.TensorShape.Dim();
      side.setSize(size);
      return side;
    }),
  );
  return message;
}

interface Message {
  serializeBinary(): Uint8Array;
}

interface MessageMap {
  set(key: string, value: Message): unknown;
}

interface NodeMessage extends Message {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: readonly string[]): void;
  getAttrMap(): MessageMap;
}

interface AttributeMessage extends Message {
  setType(type: number): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setS(value: Uint8Array): void;
  setShape(shape: Message): void;
  setTensor(tensor: Message): void;
  setList(list: Message): void;
}

interface TensorMessage extends Message {
  setDtype(type: number): void;
  setTensorShape(shape: Message): void;
  setIntValList(values: readonly number[]): void;
  setFloatValList(values: readonly number[]): void;
  setTensorContent(bytes: Uint8Array): void;
}

interface SignatureMessage extends Message {
  setMethodName(name: string): void;
  getInputsMap(): MessageMap;
  getOutputsMap(): MessageMap;
}

interface TensorInfoMessage extends Message {
  setName(name: string): void;
  setDtype(type: number): void;
  setTensorShape(shape: Message): void;
}

interface GraphMessage extends Message {
  setVersions(versions: Message): void;
  setNodeList(nodes: readonly Message[]): void;
}

interface MetaGraphMessage extends Message {
  setMetaInfoDef(info: Message): void;
  setGraphDef(graph: Message): void;
  getSignatureDefMap(): MessageMap;
}

/** The part of the package's generated message classes used here; they come without types. */
export interface SavedModelMessages {
  readonly SavedModel: new () => Message & {
    setSavedModelSchemaVersion(version: number): void;
    addMetaGraphs(metaGraph: Message): void;
  };
  readonly MetaGraphDef: {
    new (): MetaGraphMessage;
    MetaInfoDef: new () => Message & { setTagsList(tags: readonly string[]): void };
  };
  readonly SignatureDef: new () => SignatureMessage;
  readonly TensorInfo: new () => TensorInfoMessage;
  readonly GraphDef: new () => GraphMessage;
  readonly VersionDef: new () => Message & { setProducer(version: number): void };
  readonly NodeDef: new () => NodeMessage;
  readonly AttrValue: {
    new (): AttributeMessage;
    ListValue: new () => Message & {
      setIList(values: readonly number[]): void;
      setSList(values: readonly Uint8Array[]): void;
    };
  };
  readonly Tensor: new () => TensorMessage;
  readonly TensorShape: {
    new (): Message & { setDimList(sides: readonly Message[]): void };
    Dim: new () => Message & { setSize(size: number): void };
  };
}
