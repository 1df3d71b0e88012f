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

const registrationNumber: AskedDetail = {
  name: 'registrationNumber',
  label: 'your registration number',
  reason: 'so that we know that it is you',
}

/** What a portal that signs students in is told beside that. */
export const portalDetails: readonly AskedDetail[] = [
  otherNames,
  surname,
  matricNumber,
  schoolName,
  { name: 'programme', label: 'your programme of study', reason: 'so that the portal knows what you study' },
  { name: 'department', label: 'your department', reason: 'so that the portal knows where you study' },
  {
    name: 'graduation_year',
    label: 'the year you will finish',
    reason: 'so that the portal knows for how long you study',
  },
]

/** And one that is allowed what is sensitive. */
export const sensitiveDetails: readonly AskedDetail[] = [
  {
    name: 'national_id_number',
    label: 'your national id number',
    reason: 'so that the portal can tell you from everybody else',
  },
  { name: 'date_of_birth', label: 'your date of birth', reason: 'so that the portal knows your age' },
]

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
        registrationNumber,
        { ...matricNumber, reason: 'so that the portal finds your application' },
        { ...surname, reason: 'so that the portal calls you by your name' },
      ],
    },
  },
} as const
