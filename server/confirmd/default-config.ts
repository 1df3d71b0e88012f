import type { AskedDetail } from '../../shared/asked-details.ts'

/** What students hold is the card of their university; these are the names of its attributes. */
const surname: AskedDetail = {
  name: 'surname',
  label: 'your surname',
  reason: 'so that the registration is yours',
}
const otherNames: AskedDetail = {
  name: 'othernames',
  label: 'your other names',
  reason: 'so that nobody with the same surname is taken for you',
}
const matricNumber: AskedDetail = {
  name: 'matric_number',
  label: 'your matriculation number',
  reason: 'so that your school can confirm that you study there',
}
const schoolName: AskedDetail = {
  name: 'school_name',
  label: 'the name of your school',
  reason: 'so that your fees are paid to the right school',
}

/** What is asked for and issued where `CONFIRMD_CONFIG` says nothing else. */
export const defaultConfig = {
  registration: {
    proof: {
      comment: 'NELFUND asks for your student details',
      attributes: [surname, otherNames, matricNumber, schoolName],
    },
    offer: {
      comment: 'Your NELFUND registration',
      attributes: [
        { name: 'registrationNumber', value: '{registrationNumber}' },
        { name: 'programme', value: 'NELFUND Student Loan' },
        { name: 'registeredOn', value: '{today}' },
        { name: 'surname', from: 'surname' },
        { name: 'matric_number', from: 'matric_number' },
      ],
    },
  },
  authentication: {
    proof: {
      comment: 'NELFUND asks who you are',
      attributes: [
        { ...matricNumber, reason: 'so that we know that it is you' },
        { ...schoolName, reason: 'since another school may have given the same number' },
      ],
    },
  },
} as const
