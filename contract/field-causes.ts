/** One thing that is wrong with an object of the Kubernetes face, in the form that Kubernetes gives to mistakes. */
export type FieldCause = {
  /** `spec.containers[0].lifecycle` */
  field: string;
  reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueDuplicate'
    | 'FieldValueNotSupported'
    | 'FieldValueForbidden';
  message: string;
};
